// The page's script: what it adds to a page that can be read without it.

document.documentElement.classList.add('scripted');
