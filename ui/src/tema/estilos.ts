// A ordem importa: biblioteca, tokens (seção 10 vence por vir depois), peças comuns.
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import 'element-plus/theme-chalk/el-overlay.css'
import 'element-plus/theme-chalk/el-dialog.css'
import 'element-plus/theme-chalk/el-drawer.css'
import './tokens.css'
import './base.css'
