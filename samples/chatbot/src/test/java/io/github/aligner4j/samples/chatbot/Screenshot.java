// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.support.ui.Select;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Writes the screenshot of the README to the file that the system property {@code screenshot} names; run by the script of this name. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "chatbot.upstream.pace=25ms")
class Screenshot {

    private static final int MAX_BYTES = 200_000;

    @LocalServerPort
    private int port;

    @Test
    void is_written(@TempDir Path profile) throws IOException {
        try (Browser browser = new Browser(profile)) {
            browser.open(port);
            browser.resize(1280, 860);
            browser.ask("Hello!", 1);
            browser.click("#new-conversation");
            browser.ask("Plan my day.", 1);
            browser.click("#new-conversation");
            new Select(browser.find("#chain")).selectByValue("double-checked");
            browser.ask("How do I cook tomato soup?", 1);
            browser.waitFor("#audit > li:nth-child(3)");
            browser.waitFor("#recent rect:nth-child(3)");

            byte[] png = browser.driver().getScreenshotAs(OutputType.BYTES);
            assertThat(png).hasSizeLessThan(MAX_BYTES);
            Files.write(Path.of(System.getProperty("screenshot")), png);
        }
    }
}
