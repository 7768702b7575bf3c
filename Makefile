# Every command a person or a machine runs here. Python does the work; make only names it.

START = $(or $(PYTHON),python3) deploy/demo.py
BIN = .venv/bin
APPS = biendoi demo newsroom catalogue thinlines frontpage search readership readers pages comments articles multimedia photos authors audit accounts outbox core

# What a production machine sets, for the checks that ask how it would be deployed there.
DEPLOYED = DEBUG=0 SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_hex(40))") \
	SITE_URL=https://bienphong.example ALLOWED_HOSTS=bienphong.example DATABASE_URL=sqlite:///:memory:
# Tests run side by side, each process with folders and a database of its own: make test JOBS=4
JOBS = 2
# In the order of the suite: tests that empty the tables come last, and nothing after them.
SIDE_BY_SIDE = -n $(JOBS) --dist load
TOOLS = var/tools
TESTING = DJANGO_SETTINGS_MODULE=biendoi.settings_test

.DEFAULT_GOAL := help
.PHONY: help demo test test-sqlite test-browser test-postgres lint style types contracts \
	migrations deployable format parts tools screens handbook-pictures lighthouse clean

help:
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Chạy thử

demo: ## dựng tờ báo mẫu rồi mở ở http://127.0.0.1:8000 (đổi cổng: make demo PORT=8001)
	@$(START)

##@ Kiểm tra

test: test-sqlite test-browser test-postgres ## toàn bộ kiểm thử: SQLite, trình duyệt thật, PostgreSQL thật

test-sqlite: parts ## bộ kiểm thử trên SQLite
	TEST_DATABASE=sqlite $(BIN)/pytest -m "not journey" $(SIDE_BY_SIDE)

test-browser: parts tools ## các hành trình và hạn mức trong Chromium (chỉ đường bằng CHROMIUM=…)
	TEST_DATABASE=sqlite $(BIN)/pytest -m journey -n $(JOBS) --dist loadgroup

test-postgres: parts ## những kiểm thử hỏi đến cơ sở dữ liệu, trên PostgreSQL (TEST_DATABASE_URL, không có thì tự mở một máy chủ)
	TEST_DATABASE=postgres $(BIN)/pytest -m "not journey" $(SIDE_BY_SIDE)

lint: style contracts types migrations deployable ## mọi phép soát mã nguồn

style: parts ## cách viết: ruff cho Python, djade cho mẫu trang
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +

contracts: parts ## chiều import giữa các ứng dụng
	$(BIN)/lint-imports

types: parts ## kiểu dữ liệu
	$(BIN)/mypy $(APPS)

migrations: parts ## migration đủ và an toàn cho máy đang chạy
	$(TESTING) $(BIN)/python manage.py makemigrations --check --dry-run
	$(TESTING) $(BIN)/python -m tests.postgres $(BIN)/python manage.py lintmigrations --include-apps $(APPS)

deployable: parts ## cấu hình như trên máy chủ thật
	$(DEPLOYED) $(BIN)/python manage.py check --deploy --fail-level WARNING

##@ Đo đạc

screens: parts ## chụp mọi loại trang ở 320, 390, 768, 1280 px, sáng và tối, vào var/screens/
	$(BIN)/python -m tests.budgets.screens

handbook-pictures: parts ## chụp lại hình của docs/editors/ trên tờ báo mẫu một ngày bận việc
	$(BIN)/python -m tests.handbook.pictures

lighthouse: parts $(TOOLS)/measure/installed ## bốn điểm Lighthouse di động của tờ báo mẫu (khi máy rảnh)
	$(BIN)/python -m tests.measure.lighthouse

##@ Việc khác

bench-search: parts ## đo tìm kiếm trên kho của DATABASE_URL (ARTICLES=n thêm bài trước; INDEX=0 khỏi lập lại chỉ mục)
	$(if $(ARTICLES),$(BIN)/python manage.py seed --articles $(ARTICLES))
	INDEX=$(INDEX) DJANGO_SETTINGS_MODULE=biendoi.settings $(BIN)/python -m tests.measure.search

bench-moderating: parts ## đo hàng chờ của người duyệt và việc duyệt nhiều ý kiến một lượt
	$(BIN)/python -m tests.measure.moderating

bench-posting: parts ## đo việc nhận một ý kiến của bạn đọc
	$(BIN)/python -m tests.measure.posting

bench-writing: parts ## đo trang sửa bài và việc giữ chữ đang gõ
	$(BIN)/python -m tests.measure.writing

bench-comments: parts ## đo ý kiến bạn đọc trên kho của DATABASE_URL, thêm cho đủ trước (STORE=10000000 BIG=100000 PARTS=pages,voting)
	DJANGO_SETTINGS_MODULE=biendoi.settings $(BIN)/python -m bench.comments

format: parts ## sửa cách viết tự động
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

parts: ## cài các thư viện để phát triển (chỉ khi danh sách đổi)
	@$(START) parts requirements-dev.txt

tools: ## cài các máy soát trang (không có npm thì những phép soát ấy bị bỏ qua)
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(TOOLS)/budgets/installed; fi

$(TOOLS)/%/installed: tests/%/package.json
	@mkdir -p $(@D) && cp $< $(@D)
	npm install --prefix $(@D) --silent --no-audit --no-fund --no-package-lock --ignore-scripts
	@touch $@

clean: ## bỏ .venv và các tệp tạm; bài vở trong var/ được giữ lại
	rm -rf .venv .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
