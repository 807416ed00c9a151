package io.github.aligner4j.samples.chatbot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The page in a real browser: Chromium, where Debian installs it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnabledIf(
        value = "chromiumIsInstalled",
        disabledReason = "there is no Chromium with its driver: apt-get install chromium chromium-driver")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @LocalServerPort
    private int port;

    private ChromeDriver browser;

    static boolean chromiumIsInstalled() {
        return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
    }

    @BeforeAll
    void start(@TempDir Path profile) {
        ChromeOptions options = new ChromeOptions()
                .setBinary(BROWSER.toFile())
                .addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
                .addArguments("--no-first-run", "--disable-background-networking", "--disable-component-update")
                .addArguments("--disable-sync", "--disable-quic", "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        browser = new ChromeDriver(service, options);
    }

    @BeforeEach
    void open() {
        browser.manage().deleteAllCookies();
        browser.get("http://localhost:" + port);
        waitFor("#chain option");
    }

    @AfterAll
    void quit() {
        browser.quit();
    }

    @Test
    void enter_sends_and_the_correction_is_shown_beside_the_original_with_its_edits_and_layers() {
        new Select(browser.findElement(By.id("chain"))).selectByVisibleText("double-checked");
        say("Hello!");

        waitFor(".trace li");
        assertThat(String.join("", texts(".original del"))).contains("hell", "damn");
        assertThat(texts(".corrected p"))
                .singleElement()
                .asString()
                .contains("weather")
                .doesNotContain("hell", "damn");
        assertThat(texts(".trace li"))
                .satisfiesExactly(
                        first -> assertThat(first).matches("(?s)civility\\s+changed\\s.*ms"),
                        second -> assertThat(second).matches("(?s)second-look\\s+unchanged\\s.*ms"));
        assertThat(texts("#upstream")).containsExactly("Grumpy bot, rude by design");
    }

    @Test
    void markup_in_a_question_stays_text() {
        say("<img src=x onerror=alert(1)><b>joke</b>");

        waitFor(".trace li");
        assertThat(texts(".question [data-part]")).containsExactly("<img src=x onerror=alert(1)><b>joke</b>");
        assertThat(browser.findElements(By.cssSelector("#log img, #log .question b")))
                .isEmpty();
    }

    @Test
    void a_conversation_is_there_again_after_reloading_until_a_new_one_is_begun() {
        say("Hello!");
        waitFor(".trace li");

        browser.navigate().refresh();
        waitFor(".trace li");
        assertThat(texts(".corrected p")).hasSize(1);

        browser.findElement(By.id("forget")).click();
        waitFor("#welcome:not([hidden])");
        assertThat(browser.findElements(By.cssSelector("#log article"))).isEmpty();
    }

    @Test
    void only_the_conversation_scrolls_however_long_it_gets() {
        for (int i = 1; i <= 6; i++) {
            say("Tell me a joke.");
            waitFor("article:nth-child(" + i + ") .trace li");
        }
        for (Dimension size : List.of(new Dimension(500, 700), new Dimension(768, 900), new Dimension(1280, 800))) {
            browser.manage().window().setSize(size);

            assertThat(overflow("document.scrollingElement")).as("%s", size).isEqualTo("0 0");
            assertThat(overflow("document.body")).as("%s", size).isEqualTo("0 0");
            assertThat(overflow("document.querySelector('main')"))
                    .as("%s", size)
                    .matches("0 [1-9][0-9]*");
        }
    }

    /** By how much the content of an element is wider and higher than what is seen of it. */
    private String overflow(String element) {
        return String.valueOf(browser.executeScript("const e = " + element
                + "; return `${e.scrollWidth - e.clientWidth} ${e.scrollHeight - e.clientHeight}`"));
    }

    @Test
    void a_refused_question_shows_why() {
        browser.executeScript("document.querySelector('#chain option').value = 'gone'");
        say("Hello!");

        waitFor(".problem");
        assertThat(texts(".problem-title")).containsExactly("The question can't be asked");
        assertThat(texts(".problem-detail"))
                .containsExactly("there is no chain 'gone': choose one of default, double-checked, two-layers");
    }

    private void say(String text) {
        browser.findElement(By.id("message")).sendKeys(text, Keys.ENTER);
    }

    private void waitFor(String selector) {
        new WebDriverWait(browser, Duration.ofSeconds(30))
                .until(driver -> !driver.findElements(By.cssSelector(selector)).isEmpty());
    }

    private List<String> texts(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }
}
