// Parts of the rich-text editor that are the newsroom's own: photos from the library, boxes,
// lists pasted from Word, and a menu in Vietnamese.
import { Extension, Node, Plugin, crel } from "django-prose-editor/editor"
import { choosePhoto, photoFacts } from "./photo-chooser.js"
import { fromWord } from "./word-paste.js"

// <figure data-photo="7"><figcaption>caption of this use</figcaption></figure>
export const PhotoFigure = Node.create({
  name: "photoFigure",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,

  addAttributes() {
    return {
      photo: {
        default: null,
        parseHTML: (element) => element.dataset.photo,
        renderHTML: ({ photo }) => ({ "data-photo": photo }),
      },
    }
  },

  parseHTML() {
    return [{ tag: "figure[data-photo]", contentElement: "figcaption" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes, ["figcaption", 0]]
  },

  addNodeView() {
    return ({ node }) => {
      const picture = crel("img", { alt: "", className: "editor-figure__photo" })
      const caption = crel("figcaption", { className: "editor-figure__caption" })
      const credit = crel("p", { className: "editor-figure__credit" })
      const still = crel("div", { contentEditable: "false" }, [picture])
      const name = crel("div", { contentEditable: "false" }, [credit])
      photoFacts(node.attrs.photo).then((facts) => {
        picture.src = facts.thumbnail
        picture.alt = facts.alt
        credit.textContent = facts.credit ? `Ảnh: ${facts.credit}` : "Chưa ghi người chụp"
        caption.dataset.placeholder = facts.caption
      })
      return {
        dom: crel("figure", { className: "editor-figure" }, [still, caption, name]),
        contentDOM: caption,
        // The picture and the name arrive later: not the editor's to read back as typing.
        ignoreMutation: (change) =>
          change.type !== "selection" && (change.type === "attributes" || !caption.contains(change.target)),
        update: (other) => other.type === node.type && other.attrs.photo === node.attrs.photo,
      }
    }
  },

  addCommands() {
    return {
      insertPhoto:
        (facts) =>
        ({ commands }) =>
          commands.insertContent({
            type: this.name,
            attrs: { photo: facts.id },
            content: facts.caption ? [{ type: "text", text: facts.caption }] : [],
          }),
    }
  },

  addKeyboardShortcuts() {
    return {
      // A caption is one line: Enter goes on with the story below the photo.
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
      name: "photo",
      groups: "newsroom",
      button: buttons.material("add_photo_alternate", "Chèn ảnh từ kho"),
      command: (editor) => choosePhoto((facts) => editor.chain().focus().insertPhoto(facts).run()),
    })
  },
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
