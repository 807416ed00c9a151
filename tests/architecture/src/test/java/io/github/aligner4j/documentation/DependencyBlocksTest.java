// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Dependencies that the pages show for Maven and Gradle are modules of this build, in its version. */
class DependencyBlocksTest {

    private static final String GROUP = "io.github.aligner4j";
    private static final Pattern MAVEN = Pattern.compile(
            "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(?:\\s*<version>([^<]+)</version>)?");
    private static final Pattern GRADLE = Pattern.compile("\\(\"([^\":]+):([^\":]+)(?::([^\"]+))?\"\\)");
    private static final Pattern MODULE = Pattern.compile("(?s)</parent>\\s*<artifactId>([^<]+)</artifactId>");
    private static final Pattern VERSION =
            Pattern.compile("(?s)<artifactId>aligner4j-parent</artifactId>\\s*<version>([^<]+)</version>");

    private record Dependency(String place, String group, String artifact, String version) {}

    @Test
    void artifacts_and_versions_exist() {
        List<Dependency> dependencies = Stream.concat(found("xml", MAVEN), found("kotlin", GRADLE))
                .filter(dependency -> dependency.group().equals(GROUP))
                .toList();
        Set<String> artifacts = artifacts();
        String version = match(VERSION, Pages.read(Pages.ROOT.resolve("pom.xml")));

        assertThat(dependencies).isNotEmpty().allSatisfy(dependency -> {
            assertThat(artifacts).as(dependency.place()).contains(dependency.artifact());
            assertThat(dependency.version()).as(dependency.place()).isIn("", version);
        });
    }

    private static Stream<Dependency> found(String language, Pattern pattern) {
        return Pages.blocks(language)
                .flatMap(block -> pattern.matcher(block.code())
                        .results()
                        .map(match -> new Dependency(block.place(), match.group(1), match.group(2), group3(match))));
    }

    private static String group3(MatchResult match) {
        return match.group(3) == null ? "" : match.group(3);
    }

    private static Set<String> artifacts() {
        return Pages.files("pom.xml").stream()
                .map((Path pom) -> MODULE.matcher(Pages.read(pom)))
                .flatMap(matcher -> matcher.results().map(match -> match.group(1)))
                .collect(Collectors.toSet());
    }

    private static String match(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }
}
