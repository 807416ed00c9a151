// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The rendering of answers, in a real browser, with harmless and with hostile texts. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnabledIf(value = "io.github.aligner4j.samples.chatbot.Browser#isInstalled", disabledReason = Browser.NOT_INSTALLED)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarkdownTest {

    private static final String RENDER = """
            Promise.all([import('/markdown.js'), import('/marks.js')]).then(([{ render }, { Marks }]) => {
              const box = document.createElement('div');
              box.append(render(new Marks(...arguments[0])));
              return box;
            })""";

    @LocalServerPort
    private int port;

    private Browser browser;

    @BeforeAll
    void start(@TempDir Path profile) {
        browser = new Browser(profile);
        browser.open(port);
    }

    @AfterAll
    void quit() {
        browser.close();
    }

    static List<List<String>> texts() {
        return List.of(
                List.of("Plain text.", "<p>Plain text.</p>"),
                List.of("One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
                List.of("# A\n### B ##\n## C\ntext", "<h4>A</h4><h5>B</h5><h5>C</h5><p>text</p>"),
                List.of("- ### A\n\n#### B", "<ul><li><h4>A</h4></li></ul><h5>B</h5>"),
                List.of("#hashtag", "<p>#hashtag</p>"),
                List.of(
                        "*a* _b_ **c** __d__ ~~e~~",
                        "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <s>e</s></p>"),
                List.of("***a* b**", "<p><strong><em>a</em> b</strong></p>"),
                List.of("***a***", "<p><strong><em>a</em></strong></p>"),
                List.of("***a** b*", "<p><em><strong>a</strong> b</em></p>"),
                List.of("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
                List.of("2 * 3 * 4 and snake_case_name", "<p>2 * 3 * 4 and snake_case_name</p>"),
                List.of("*a **b* c**", "<p><em>a **b</em> c**</p>"),
                List.of("\\*a\\* \\<b\\>", "<p>*a* &lt;b&gt;</p>"),
                List.of("a | b\nno table", "<p>a | b<br>no table</p>"),
                List.of("[1] and [a][b]", "<p>[1] and [a][b]</p>"));
    }

    static List<List<String>> blocks() {
        return List.of(
                List.of("`a *b*` ``c ` d`` `e", "<p><code>a *b*</code> <code>c ` d</code> `e</p>"),
                List.of("```java\nint a;\n\n  b\n```\nc", "<pre>java:<code>int a;\n\n  b\n</code></pre><p>c</p>"),
                List.of("~~~\nopen", "<pre><code>open\n</code></pre>"),
                List.of(
                        "- a\n- b\n  - c\n- d",
                        "<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li><li><p>d</p></li></ul>"),
                List.of("3. a\n\n4. b\n   more", "<ol start=3><li><p>a</p></li><li><p>b<br>more</p></li></ol>"),
                List.of(
                        "1. a\n\n   ```\n   x\n   ```\n2. b",
                        "<ol><li><p>a</p><pre><code>x\n</code></pre></li><li><p>b</p></li></ol>"),
                List.of("text\n- item\ntext", "<p>text</p><ul><li><p>item<br>text</p></li></ul>"),
                List.of(
                        "> a\n> > b\n\nc",
                        "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p>"),
                List.of("a\n\n---\n***", "<p>a</p><hr><hr>"),
                List.of(
                        "| a | b |\n|---|:-:|\n| 1 | **2** | 3 |\n|4|",
                        "<table><th>a</th><th>b</th><td>1</td><td><strong>2</strong></td><td>4</td></table>"),
                List.of("[a *b*](https://a.example/x_(y) \"t\")", "<p><a https://a.example/x_(y)>a <em>b</em></a></p>"),
                List.of(
                        "See https://a.example/b. <https://c.example> <mailto:d@e.example>",
                        "<p>See <a https://a.example/b>https://a.example/b</a>. "
                                + "<a https://c.example/>https://c.example</a> <a mailto:d@e.example>mailto:d@e.example</a></p>"),
                List.of("![a picture](https://a.example/p.png)", "<p><a https://a.example/p.png>a picture</a></p>"));
    }

    @ParameterizedTest
    @MethodSource({"texts", "blocks"})
    void markdown_becomes_elements(List<String> example) {
        assertThat(outline(example.get(0))).isEqualTo(example.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>window.hacked = 1</script>",
                "<img src=x onerror=window.hacked=1>",
                "[a](javascript:window.hacked=1)",
                "[a](JaVaScRiPt:window.hacked=1)",
                "[a](java&#x73;cript:window.hacked=1)",
                "[a](<javascript:window.hacked=1>)",
                "[a](data:text/html,<script>window.hacked=1</script>)",
                "[a](vbscript:window.hacked=1)",
                "[a](/api/chat/history)",
                "[a](//evil.example)",
                "<javascript:window.hacked=1>",
                "![a](javascript:window.hacked=1)",
                "`<script>window.hacked=1</script>`",
                "```\"><script>window.hacked=1</script>\n<script>window.hacked=1</script>\n```",
                "| <script>window.hacked=1</script> | b |\n|---|---|\n| <svg onload=window.hacked=1> | 2 |"
            })
    void markup_and_addresses_that_run_something_stay_text(String hostile) {
        Map<?, ?> found = (Map<?, ?>) browser.await(RENDER + """
                .then((box) => {
                  document.body.append(box);
                  box.querySelectorAll('*').forEach((node) => node.click());
                  done({
                    foreign: [...box.querySelectorAll('script, img, svg, iframe, style, link, object, a')].map((node) => node.outerHTML),
                    handlers: [...box.querySelectorAll('*')].filter((node) => [...node.attributes].some(({ name }) => name.startsWith('on'))).length,
                    text: box.textContent,
                    hacked: window.hacked ?? 0,
                  });
                  box.remove();
                })""", List.of(hostile));

        assertThat((List<?>) found.get("foreign")).isEmpty();
        assertThat(found.get("handlers")).isEqualTo(0L);
        assertThat(found.get("hacked")).isEqualTo(0L);
        assertThat((String) found.get("text")).contains(hostile.contains("hacked") ? "window.hacked" : "a");
    }

    @Test
    void links_open_elsewhere_and_tell_nothing_of_this_page() {
        assertThat(browser.await(RENDER + """
                .then((box) => done([...box.querySelectorAll('a')].map(({ href, rel, target, title }) => [href, rel, target, title])))""", List.of("[bank](https://evil.example)")))
                .isEqualTo(List.of(List.of(
                        "https://evil.example/", "noopener noreferrer nofollow", "_blank", "https://evil.example/")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "]",
                "![",
                "[]",
                "](",
                "[a](",
                "[a](b",
                "*",
                "*a ",
                "*a **b ",
                "_a",
                "**a*",
                "`",
                "`a``",
                "<",
                "<a",
                "~~",
                "\\",
                "http://",
                "https://a ",
                "> ",
                ">",
                "- ",
                "-\n",
                "1. ",
                "\t- ",
                "|",
                "a|b\n",
                "|-",
                "#",
                "# ",
                "\n",
                "```\n",
                "  \n",
                "- a\n  ",
                "> a\n",
                "* * ",
                "[a](http://b) ",
                "((",
                "[a](((",
                " \"",
                "[a](b \""
            })
    void no_text_takes_longer_than_its_length_explains(String part) {
        Object ratio = browser.await("""
                Promise.all([import('/markdown.js'), import('/marks.js')]).then(([{ render }, { Marks }]) => {
                  const time = (length) => {
                    const text = arguments[0].repeat(length / arguments[0].length);
                    let least = Infinity;
                    for (let i = 0; i < 5; i++) {
                      const begun = performance.now();
                      render(new Marks(text));
                      least = Math.min(least, performance.now() - begun);
                    }
                    return Math.max(least, 1);
                  };
                  time(1000);
                  done(time(160000) / time(5000));
                })""", part);

        // The text is 32 times as long; time that grows with the square of the length would be 1024 times as long.
        assertThat(((Number) ratio).doubleValue()).isLessThan(300);
    }

    @Test
    void deep_nesting_is_cut_off_before_the_browser_fails() {
        for (String text : List.of(
                "> ".repeat(50_000) + "a",
                "*a **b ".repeat(20_000) + "c** d*".repeat(20_000),
                "- ".repeat(50_000) + "a")) {
            Object depth = browser.await(RENDER + """
                    .then((box) => {
                      document.body.append(box);
                      let deepest = 0;
                      for (const node of box.querySelectorAll('*')) {
                        let depth = 0;
                        for (let at = node; at !== box; at = at.parentElement) depth++;
                        deepest = Math.max(deepest, depth);
                      }
                      box.remove();
                      done(deepest);
                    })""", List.of(text));
            assertThat((Long) depth).isLessThan(60);
        }
    }

    @Test
    void differences_are_marked_across_markup_and_nothing_is_lost() {
        List<?> spans = List.of(List.of(2, 9), List.of(13, 16), List.of(30, 31));
        String text = "A **bad b**ut `co de` - [link](https://a.example) end";

        assertThat(browser.await(
                        RENDER
                                + ".then((box) => done([box.textContent, ...[...box.querySelectorAll('del')].map((node) => node.textContent)]))",
                        List.of(text, spans, "del")))
                .isEqualTo(List.of("A bad but co de - link end", "bad b", " ", "c"));
    }

    /** The elements of a text, written briefly. */
    private String outline(String text) {
        return String.valueOf(browser.await(RENDER + """
                .then((box) => {
                  const skipped = ['DIV', 'THEAD', 'TBODY', 'TR'];
                  const outline = (node) => {
                    if (node.nodeType === Node.TEXT_NODE) return node.data.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
                    const inside = [...node.childNodes].map(outline).join('');
                    if (skipped.includes(node.tagName)) return inside;
                    const tag = node.tagName.toLowerCase();
                    if (tag === 'br' || tag === 'hr') return `<${tag}>`;
                    const label = tag === 'pre' && node.ariaLabel !== 'Code' ? `${node.ariaLabel.slice(5)}:` : '';
                    const detail = node.href ? ` ${node.href}` : node.start > 1 ? ` start=${node.start}` : '';
                    return `<${tag}${detail}>${label}${inside}</${tag}>`;
                  };
                  done([...box.childNodes].map(outline).join(''));
                })""", List.of(text)));
    }
}
