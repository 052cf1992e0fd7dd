// The page's script: what it adds to a page that can be read without it.

import './styles/page.css';
import './styles/code.css';
import './styles/layout.css';

document.documentElement.classList.add('scripted');
