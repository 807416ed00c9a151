package io.github.aligner4j.remote;

import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The example of docs/guide/remote.md, compiled and run. */
class RemoteGuideTest {

    private static final Path GUIDE = Path.of("../../docs/guide/remote.md");

    @Test
    void the_example_is_the_code_that_runs_here() throws IOException {
        String example = Files.readString(GUIDE).split("```java\n", -1)[1].split("```", -1)[0];
        String test = Files.readString(Path.of("src/test/java/io/github/aligner4j/remote/RemoteGuideTest.java"));

        String expected = example.replace("List.of(\"http://gpu-1:8000\", \"http://gpu-2:8000\")", "urls")
                .replace("aligner/aligner-7b-v1.0", "m")
                .replace("System.getenv(\"ENGINE_KEY\")", "key");
        assertThat(test.replaceAll("\\s+", "")).contains(expected.replaceAll("\\s+", ""));
        assertThat(example.lines().count()).isLessThanOrEqualTo(15);
    }

    @Test
    void two_urls_correct_an_answer() {
        try (FakeEngine first = new FakeEngine(Dialect.VLLM);
                FakeEngine second = new FakeEngine(Dialect.VLLM)) {
            assertThat(correct(List.of(first.url(), second.url()), "a-key")).isEqualTo(FakeEngine.words(200));
            assertThat(first.completions().size() + second.completions().size()).isEqualTo(3);
        }
    }

    private static String correct(List<String> urls, String key) {
        // The guide's example:
        RemoteEngine engine = RemoteEngine.builder("vllm")
                .baseUrls(urls)
                .model("m")
                .apiKey(key)
                .build();
        RemoteAligner aligner = RemoteAligner.builder(engine, CorrectionTemplates.ALIGNER_7B)
                .limits(CorrectionLimits.NONE.withTimeout(Duration.ofSeconds(20)))
                .build();
        try (aligner) {
            return aligner.correct(CorrectionRequest.of("Who are you?", "Go away."))
                    .answer();
        }
    }
}
