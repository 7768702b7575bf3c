// Parts of the rich-text editor that are the newsroom's own: photos, recordings and documents from
// the library, boxes, lists pasted from Word, and a menu in Vietnamese.
import { Extension, Node, Plugin, crel } from "django-prose-editor/editor"
import { choose, facts } from "./photo-chooser.js"
import { fromWord } from "./word-paste.js"

// <figure data-photo="7"><figcaption>caption of this use</figcaption></figure>, and the same with
// data-recording. A document has its title for a caption: <figure data-document="7"></figure>.
// `credit` says who made it, or that nobody is named.
function figureNode({ name, kind, command, icon, label, credit, captioned = true }) {
  return Node.create({
    name,
    group: "block",
    content: captioned ? "inline*" : "",
    draggable: true,
    isolating: true,

    addAttributes() {
      return {
        number: {
          default: null,
          parseHTML: (element) => element.dataset[kind],
          renderHTML: ({ number }) => ({ [`data-${kind}`]: number }),
        },
      }
    },

    parseHTML() {
      return [{ tag: `figure[data-${kind}]`, ...(captioned && { contentElement: "figcaption" }) }]
    },

    renderHTML({ HTMLAttributes }) {
      return captioned ? ["figure", HTMLAttributes, ["figcaption", 0]] : ["figure", HTMLAttributes]
    },

    addNodeView() {
      return ({ node }) => drawn(node, { kind, credit, captioned })
    },

    addCommands() {
      return {
        [command]:
          (chosen) =>
          ({ commands }) =>
            commands.insertContent({
              type: this.name,
              attrs: { number: chosen.id },
              content: captioned && chosen.caption ? [{ type: "text", text: chosen.caption }] : [],
            }),
      }
    },

    addKeyboardShortcuts() {
      return {
        // A caption is one line: Enter goes on with the story below the figure.
        Enter: ({ editor }) => {
          const { $from } = editor.state.selection
          if ($from.parent.type.name !== this.name) return false
          const after = $from.after()
          return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run()
        },
      }
    },

    addMenuItems({ menu, buttons }) {
      menu.defineItem({
        name: kind,
        groups: "newsroom",
        button: buttons.material(icon, label),
        command: (editor) => choose(kind, (chosen) => editor.chain().focus()[command](chosen).run()),
      })
    },
  })
}

function drawn(node, { kind, credit, captioned }) {
  const picture = crel("img", { alt: "", className: "editor-figure__photo", hidden: true })
  const title = crel("p", { className: "editor-figure__title", hidden: true })
  const caption = crel("figcaption", { className: "editor-figure__caption" })
  const by = crel("p", { className: "editor-figure__credit" })
  const still = crel("div", { contentEditable: "false" }, [picture, title])
  const name = crel("div", { contentEditable: "false" }, [by])
  facts(kind, node.attrs.number).then((known) => {
    picture.src = known.thumbnail
    picture.alt = known.alt ?? ""
    picture.hidden = !known.thumbnail && !known.alt
    title.textContent = known.title ?? ""
    title.hidden = !known.title
    by.textContent = credit(known)
    caption.dataset.placeholder = known.caption
  })
  return {
    dom: crel("figure", { className: "editor-figure" }, captioned ? [still, caption, name] : [still, name]),
    contentDOM: captioned ? caption : undefined,
    // The picture and the name arrive later: not the editor's to read back as typing.
    ignoreMutation: (change) =>
      change.type !== "selection" && (change.type === "attributes" || !caption.contains(change.target)),
    update: (other) => other.type === node.type && other.attrs.number === node.attrs.number,
  }
}

export const PhotoFigure = figureNode({
  name: "photoFigure",
  kind: "photo",
  command: "insertPhoto",
  icon: "add_photo_alternate",
  label: "Chèn ảnh từ kho",
  credit: (known) => (known.credit ? `Ảnh: ${known.credit}` : "Chưa ghi người chụp"),
})

export const RecordingFigure = figureNode({
  name: "recordingFigure",
  kind: "recording",
  command: "insertRecording",
  icon: "video_call",
  label: "Chèn video, âm thanh",
  credit: (known) => (known.credit ? `Thực hiện: ${known.credit}` : "Chưa ghi người thực hiện"),
})

export const DocumentFigure = figureNode({
  name: "documentFigure",
  kind: "document",
  command: "insertDocument",
  icon: "attach_file",
  label: "Chèn tài liệu",
  captioned: false,
  credit: (known) => (known.credit ? `Nguồn: ${known.credit}` : "Chưa ghi nguồn"),
})

// <aside>: a box of facts beside the story.
export const InfoBox = Node.create({
  name: "infoBox",
  group: "block",
  content: "block+",
  defining: true,

  parseHTML() {
    return [{ tag: "aside" }]
  },

  renderHTML() {
    return ["aside", 0]
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "infoBox",
      groups: "newsroom",
      button: buttons.material("note_add", "Hộp thông tin"),
      active: (editor) => editor.isActive("infoBox"),
      command: (editor) =>
        editor.isActive("infoBox")
          ? editor.chain().focus().lift("infoBox").run()
          : editor.chain().focus().wrapIn("infoBox").run(),
    })
  },
})

export const WordPaste = Extension.create({
  name: "wordPaste",
  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: fromWord } })]
  },
})

const command = (run) => (editor) => run(editor.chain().focus()).run()

// name, icon, label, command, what to ask isActive()
const ITEMS = [
  ["paragraph", "segment", "Đoạn văn", (c) => c.setParagraph(), ["paragraph"], "blocks"],
  ["h2", "title", "Tít phụ", (c) => c.toggleHeading({ level: 2 }), ["heading", { level: 2 }], "blocks"],
  ["h3", "text_fields", "Tít phụ nhỏ", (c) => c.toggleHeading({ level: 3 }), ["heading", { level: 3 }], "blocks"],
  ["quote", "format_quote", "Trích dẫn nổi bật", (c) => c.toggleBlockquote(), ["blockquote"], "blocks"],
  ["bullets", "format_list_bulleted", "Danh sách gạch đầu dòng", (c) => c.toggleBulletList(), ["bulletList"], "blocks"],
  ["numbers", "format_list_numbered", "Danh sách đánh số", (c) => c.toggleOrderedList(), ["orderedList"], "blocks"],
  ["rule", "horizontal_rule", "Đường ngang", (c) => c.setHorizontalRule(), null, "blocks"],
  ["bold", "format_bold", "Chữ đậm", (c) => c.toggleBold(), ["bold"], "marks"],
  ["italic", "format_italic", "Chữ nghiêng", (c) => c.toggleItalic(), ["italic"], "marks"],
  ["underline", "format_underlined", "Gạch chân", (c) => c.toggleUnderline(), ["underline"], "marks"],
  ["clear", "format_clear", "Xóa định dạng", (c) => c.clearNodes().unsetAllMarks(), null, "marks"],
  ["link", "insert_link", "Liên kết", (c) => c.addLink(), ["link"], "link"],
  ["unlink", "link_off", "Bỏ liên kết", (c) => c.unsetLink(), null, "link"],
  ["table", "grid_on", "Chèn bảng", (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), null, "table"],
  ["undo", "undo", "Hoàn tác", (c) => c.undo(), null, "history"],
  ["redo", "redo", "Làm lại", (c) => c.redo(), null, "history"],
]

// Shown only inside a table, where a word says more than a drawing.
const TABLE_ITEMS = [
  ["table:addColumnAfter", "+ cột", "Thêm cột", (c) => c.addColumnAfter()],
  ["table:deleteColumn", "− cột", "Xóa cột", (c) => c.deleteColumn()],
  ["table:addRowAfter", "+ hàng", "Thêm hàng", (c) => c.addRowAfter()],
  ["table:deleteRow", "− hàng", "Xóa hàng", (c) => c.deleteRow()],
  ["table:mergeCells", "gộp ô", "Gộp các ô đã chọn", (c) => c.mergeCells()],
  ["table:splitCell", "tách ô", "Tách ô đã gộp", (c) => c.splitCell()],
  ["table:toggleHeaderCell", "ô tiêu đề", "Đổi ô thường và ô tiêu đề", (c) => c.toggleHeaderCell()],
  ["table:deleteTable", "xóa bảng", "Xóa cả bảng", (c) => c.deleteTable()],
]
const HIDDEN = { unlink: (editor) => !editor.isActive("link") }
const ENABLED = { link: (editor) => !editor.state.selection.empty || editor.isActive("link") }

export const DeskMenu = Extension.create({
  name: "deskMenu",
  priority: 1, // after the stock extensions, whose English items of the same name it replaces
  addMenuItems({ menu, buttons }) {
    let priority = 1000
    for (const [name, icon, label, run, active, groups] of ITEMS) {
      menu.defineItem({
        name,
        groups,
        priority: priority--,
        button: buttons.material(icon, label),
        command: command(run),
        active: active ? (editor) => editor.isActive(...active) : () => false,
        ...(HIDDEN[name] && { hidden: HIDDEN[name] }),
        ...(ENABLED[name] && { enabled: ENABLED[name] }),
      })
    }
    for (const [name, text, label, run] of TABLE_ITEMS) {
      menu.defineItem({
        name,
        groups: "table",
        priority: priority--,
        button: buttons.text(text, label),
        command: command(run),
        hidden: (editor) => !editor.isActive("table"),
      })
    }
  },
})
