// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import io.github.aligner4j.documentation.Pages.CodeBlock;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The Dockerfile of the sample chatbot, which the cookbook shows. */
class DockerfileTest {

    private static final String CHATBOT = "samples/chatbot/";
    private static final Pattern LAYER = Pattern.compile("<layer>([^<]+)</layer>");
    private static final Pattern COPIED = Pattern.compile("COPY --from=layers /layers/([^/]+)/");

    @Test
    void each_layer_of_the_jar_is_copied_in_its_order() {
        assertThat(found(COPIED, read("Dockerfile"))).hasSizeGreaterThan(4).isEqualTo(found(LAYER, read("layers.xml")));
    }

    @Test
    void what_is_large_and_seldom_changes_is_below_the_application() {
        List<String> layers = found(LAYER, read("layers.xml"));

        assertThat(layers.get(0)).isEqualTo("libtorch");
        assertThat(layers).endsWith("application").containsSubsequence("checkpoints", "application");
    }

    @Test
    void the_jar_is_packaged_with_these_layers() {
        assertThat(read("pom.xml")).contains("<configuration>${project.basedir}/layers.xml</configuration>");
    }

    @Test
    void the_cookbook_shows_the_file() {
        assertThat(Pages.blocks("dockerfile")).extracting(CodeBlock::code).containsExactly(read("Dockerfile"));
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String read(String file) {
        return Pages.read(Pages.ROOT.resolve(CHATBOT + file));
    }
}
