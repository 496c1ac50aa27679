// axe's rule on contrast over the texts of a page, each look of them once. A look is made of the styles of a
// text and of all that it stands in; `sound` are those whose contrast is known to be enough. Of each other
// look axe measures the first text, and where it passes none, all. What is placed over other things has no
// look: it may stand on anything, and is measured by itself. Texts of pictures axe cannot measure.
async sound => {
    const STYLES = ['color', 'backgroundColor', 'backgroundImage', 'opacity', 'fontSize', 'fontWeight',
        'textShadow', 'transform', 'clipPath', 'filter', 'mixBlendMode']
    const PLACED = ['absolute', 'fixed', 'sticky']
    const known = new Set(sound), digests = new Map(), looks = new Map([[null, '']])

    const digest = text => { // FNV-1a, 64 bits
        let sum = 0xcbf29ce484222325n
        for (const letter of text) sum = BigInt.asUintN(64, (sum ^ BigInt(letter.codePointAt(0))) * 0x100000001b3n)
        return sum.toString(36)
    }
    const look = element => {
        if (!looks.has(element)) {
            const style = getComputedStyle(element), around = look(element.parentElement)
            const own = around + STYLES.map(name => style[name]).join('|')
            if (!digests.has(own)) digests.set(own, digest(own))
            looks.set(element, around === null || PLACED.includes(style.position) ? null : digests.get(own))
        }
        return looks.get(element)
    }
    const isText = element => element.matches('input, select, textarea')
        || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
    const isSeen = element => {
        const box = element.getBoundingClientRect()
        return box.width > 1 && box.right > 0 && element.checkVisibility({visibilityProperty: true})
    }
    const measured = async chosen => {
        if (!chosen.length) return []
        chosen.forEach(element => element.setAttribute('data-measured', ''))
        axe.configure({rules: [{id: 'color-contrast', selector: '[data-measured]'}]})
        const run = {runOnly: {type: 'rule', values: ['color-contrast']}, elementRef: true, selectors: false}
        const {passes, violations} = await axe.run(document, run)
        chosen.forEach(element => element.removeAttribute('data-measured'))
        passes.flatMap(rule => rule.nodes).forEach(node => known.add(look(node.element)))
        return violations.map(rule => `${rule.id}: ${rule.nodes[0].html.slice(0, 200)}`)
    }

    const texts = [...document.querySelectorAll('body, body *:not(svg, svg *)')].filter(e => isText(e) && isSeen(e))
    known.delete(null)
    const unknown = texts.filter(element => !known.has(look(element))), met = new Set()
    const firsts = unknown.filter(element => look(element) === null || !met.has(look(element)) && met.add(look(element)))
    const found = await measured(firsts)
    const left = unknown.filter(element => !known.has(look(element)) && !firsts.includes(element))
    found.push(...await measured(left))
    known.delete(null)
    return {sound: [...known], found}
}
