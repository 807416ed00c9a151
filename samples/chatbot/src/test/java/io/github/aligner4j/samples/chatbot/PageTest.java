// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The page in a real browser. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnabledIf(value = "io.github.aligner4j.samples.chatbot.Browser#isInstalled", disabledReason = Browser.NOT_INSTALLED)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {

    @LocalServerPort
    private int port;

    private Browser browser;

    @BeforeAll
    void start(@TempDir Path profile) {
        browser = new Browser(profile);
    }

    @BeforeEach
    void open() {
        browser.scheme("light");
        browser.open(port);
    }

    @AfterAll
    void quit() {
        browser.close();
    }

    @Test
    void enter_sends_and_the_correction_is_shown_beside_the_original_with_its_edits_layers_and_scores() {
        new Select(browser.find("#chain")).selectByValue("double-checked");
        browser.ask("Hello!", 1);

        assertThat(String.join("", browser.texts(".original del"))).contains("hell", "damn");
        assertThat(browser.texts(".corrected p"))
                .singleElement()
                .asString()
                .contains("weather")
                .doesNotContain("hell", "damn");
        assertThat(browser.texts(".trace li"))
                .satisfiesExactly(
                        first -> assertThat(first).matches("(?s)civility\\s+changed\\s.*ms\\s+rudeness 100 %"),
                        second -> assertThat(second).matches("(?s)second-look\\s+unchanged\\s.*ms\\s+rudeness.*%"));
        assertThat(browser.texts("#model option")).containsExactly("Grumpy bot, rude by design");
    }

    @Test
    void markup_in_a_question_stays_text() {
        browser.ask("<img src=x onerror=alert(1)><b>joke</b>", 1);

        assertThat(browser.texts(".question [data-part]")).containsExactly("<img src=x onerror=alert(1)><b>joke</b>");
        assertThat(browser.count("#log img, #log .question b")).isZero();
    }

    @Test
    void the_markdown_of_an_answer_is_rendered_with_its_differences_and_its_source_can_be_shown() {
        browser.ask("How do I cook tomato soup?", 1);

        assertThat(browser.texts(".corrected .text h4")).containsExactly("Tomato soup");
        assertThat(browser.texts(".corrected .text ol li")).hasSize(3);
        assertThat(browser.texts(".corrected .text td.align-end")).containsExactly("1 kg", "2", "a bit");
        assertThat(browser.texts(".original .text li del")).containsExactly("damn");
        assertThat(browser.find(".corrected .text a").getDomAttribute("rel")).contains("noopener");

        browser.click(".trace .tools button[aria-pressed]");
        assertThat(browser.texts(".corrected .source"))
                .singleElement()
                .asString()
                .startsWith("### Tomato soup\n\nThe soup takes");
        assertThat(browser.texts(".original .source del")).hasSize(4);
    }

    @Test
    void conversations_are_listed_shown_renamed_and_deleted_and_survive_reloading() {
        browser.ask("Hello!", 1);
        browser.click("#new-conversation");
        browser.waitFor("#welcome:not([hidden])");
        assertThat(browser.count("#log article")).isZero();
        browser.ask("Tell me a joke.", 1);
        browser.waitFor("#conversations li:nth-child(2)");

        browser.driver().navigate().refresh();
        browser.waitFor("article .trace:not([hidden])");
        assertThat(browser.texts(".question [data-part]")).containsExactly("Tell me a joke.");
        assertThat(browser.texts(".conversation")).containsExactly("Tell me a joke.", "Hello!");

        browser.click("#conversations li:nth-child(2) .conversation");
        browser.waitFor("#conversations li:nth-child(2) .conversation[aria-current]");
        browser.waitFor("article .trace:not([hidden])");
        assertThat(browser.texts(".question [data-part]")).containsExactly("Hello!");

        browser.click("#conversations li:nth-child(2) .tools button:first-child");
        browser.press(Keys.BACK_SPACE);
        browser.driver().switchTo().activeElement().sendKeys("Greetings", Keys.ENTER);
        browser.waitFor("[aria-label='Rename “Greetings”']");
        assertThat(browser.driver().switchTo().activeElement().getText()).isEqualTo("Greetings");

        browser.click("#conversations li:nth-child(2) .tools button:last-child");
        browser.click("#conversations .sure");
        browser.waitFor("#conversations li:only-child");
        assertThat(browser.texts(".conversation")).containsExactly("Tell me a joke.");
        assertThat(browser.count("#log article")).isZero();
    }

    @Test
    void with_the_aligner_off_the_answer_is_shown_as_not_corrected() {
        browser.click("#aligner");
        browser.ask("Hello!", 1);

        assertThat(browser.texts(".corrected h3")).containsExactly("Not corrected: the Aligner is off");
        assertThat(browser.texts(".corrected p")).singleElement().asString().contains("damn");
        browser.waitFor("#audit .passed");
    }

    @Test
    void in_shadow_mode_the_original_is_the_answer_and_the_correction_comes_after_it() {
        browser.run("document.querySelector('[value=shadow]').click()");
        browser.waitFor("#modes [data-part=sharing]:not([hidden])");
        browser.ask("Hello!", 1);

        browser.waitFor(".observed .text p");
        assertThat(browser.texts(".corrected h3")).containsExactly("Answer as the model gave it");
        assertThat(browser.texts(".corrected p")).singleElement().asString().contains("damn");
        assertThat(browser.texts(".observed h3")).containsExactly("In shadow, civility would have written");
        assertThat(browser.texts(".observed p")).singleElement().asString().doesNotContain("damn");
        browser.waitFor("#audit .corrected");

        browser.driver().navigate().refresh();
        browser.waitFor(".observed .text p");
        browser.waitFor("[value=shadow]:checked");
    }

    @Test
    void the_panel_counts_answers_and_lists_them_without_their_texts() {
        int before = Integer.parseInt(browser.find("#count-corrected").getText());
        browser.ask("Hello!", 1);

        browser.await(
                "const wait = () => Number(document.querySelector('#count-corrected').textContent) > arguments[0] ? done()"
                        + " : setTimeout(wait, 50); wait();",
                before);
        assertThat(browser.count("#recent rect.corrected")).isPositive();
        browser.waitFor("#audit li");
        assertThat(browser.texts("#audit > li"))
                .singleElement()
                .asString()
                .contains("corrected", "civility", "sha256:");
        assertThat(browser.texts("#audit")).singleElement().asString().doesNotContain("weather");
    }

    @Test
    void an_answer_can_be_copied() {
        browser.run(
                "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied ="
                        + " text; } } })");
        browser.ask("Hello!", 1);
        browser.click(".trace .tools button");

        browser.await(
                "const wait = () => document.querySelector('#said').textContent ? done() : setTimeout(wait, 20); wait();");
        assertThat(browser.find("#said").getDomProperty("textContent")).isEqualTo("Answer copied");
        assertThat(browser.run("return window.copied"))
                .isEqualTo(browser.find(".corrected p").getText());
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "768, 1024", "1280, 800"})
    void only_the_conversation_scrolls_however_long_it_gets(int width, int height) {
        browser.resize(width, height);
        for (int i = 1; i <= 6; i++) {
            browser.ask("How do I cook tomato soup?", i);
        }

        assertThat(overflow("document.scrollingElement")).isEqualTo("0 0");
        assertThat(overflow("document.body")).isEqualTo("0 0");
        assertThat(overflow("document.querySelector('main')")).matches("0 [1-9][0-9]*");
    }

    /** By how much the content of an element is wider and higher than what is seen of it. */
    private String overflow(String element) {
        return String.valueOf(browser.run("const e = " + element
                + "; return `${e.scrollWidth - e.clientWidth} ${e.scrollHeight - e.clientHeight}`"));
    }

    @Test
    void on_a_phone_panels_cover_the_conversation_until_escape_returns_to_where_one_was() {
        browser.resize(390, 844);
        browser.waitFor("#inspector[hidden]");
        for (String panel : List.of("inspector", "sidebar")) {
            browser.click("#open-" + panel);
            browser.waitFor("#" + panel + ":not([hidden])");
            assertThat(browser.run("return document.querySelector('#middle').inert"))
                    .isEqualTo(true);
            assertThat(browser.run("return document.activeElement.closest('.panel').id"))
                    .isEqualTo(panel);

            browser.press(Keys.ESCAPE);
            browser.waitFor("#" + panel + "[hidden]");
            assertThat(browser.run("return document.activeElement.id")).isEqualTo("open-" + panel);
            assertThat(browser.run("return document.querySelector('#middle').inert"))
                    .isEqualTo(false);
        }
    }

    @Test
    void everything_can_be_reached_by_keyboard_and_is_named() {
        browser.ask("How do I cook tomato soup?", 1);
        browser.waitFor("#conversations .conversation");

        List<?> unnamed = (List<?>) browser.run("""
                return [...document.querySelectorAll('button, select, textarea, input, a, [tabindex]')]
                  .filter((node) => node.checkVisibility())
                  .filter((node) => !(node.textContent.trim() || node.getAttribute('aria-label') || node.labels?.length))
                  .map((node) => node.outerHTML);""");
        assertThat(unnamed).isEmpty();
        assertThat(browser.run("""
                return [...document.querySelectorAll('button, select, textarea, input, a')]
                  .filter((node) => node.checkVisibility() && node.tabIndex < 0).length;""")).isEqualTo(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void texts_stand_out_from_their_ground(String scheme) {
        browser.scheme(scheme);
        browser.ask("How do I cook tomato soup?", 1);
        browser.run("document.querySelector('[value=shadow]').click()");
        browser.ask("Hello!", 2);
        browser.waitFor(".observed .text p");
        browser.waitFor("#audit .corrected");

        assertThat((List<?>) browser.run(Contrast.SCRIPT)).isEmpty();
    }

    @Test
    void a_refused_question_shows_why() {
        browser.run("document.querySelector('#chain option').value = 'gone'");
        browser.say("Hello!");

        browser.waitFor(".problem");
        assertThat(browser.texts(".problem-title")).containsExactly("The question can't be asked");
        assertThat(browser.texts(".problem-detail"))
                .containsExactly("there is no chain 'gone': choose one of default, double-checked, two-layers");
        assertThat(browser.driver().findElement(By.cssSelector(".problem")).getDomAttribute("role"))
                .isEqualTo("alert");
    }
}
