// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

/** Computes the contrast of texts as WCAG 2 defines it. */
final class Contrast {

    /** Returns the texts whose contrast to what is behind them is below 4.5 to 1. */
    static final String SCRIPT = """
            const parse = (color) => {
              const parts = color.match(/[0-9.]+/g).map(Number);
              return { rgb: parts.slice(0, 3), alpha: parts[3] ?? 1 };
            };
            const luminance = (rgb) => rgb.map((part) => part / 255)
              .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
              .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
            const over = (top, rgb) => top.rgb.map((part, i) => part * top.alpha + rgb[i] * (1 - top.alpha));
            const ground = (node) => {
              const layers = [];
              for (let at = node; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
              return layers.reverse().reduce((rgb, layer) => over(layer, rgb), [255, 255, 255]);
            };
            const low = [];
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let text = texts.nextNode(); text; text = texts.nextNode()) {
              const node = text.parentElement;
              if (!text.data.trim() || !node.checkVisibility() || node.closest('.hidden, :disabled, .switch:has(:disabled)')) continue;
              const behind = ground(node);
              const front = over(parse(getComputedStyle(node).color), behind);
              const [dark, light] = [luminance(front), luminance(behind)].sort((a, b) => a - b);
              const contrast = (light + 0.05) / (dark + 0.05);
              if (contrast < 4.5) low.push(`${contrast.toFixed(2)}: ${text.data.trim()}`);
            }
            return low;
            """;

    private Contrast() {}
}
