// On the pages under /tai-khoan/: tells the others of this browser who is signed in, or that nobody is.
import { remember } from "./memory.js";

const { account } = document.querySelector("[data-account]").dataset;
remember("tai-khoan", account);
document.querySelector("[data-who]").textContent = account || "Đăng nhập";
