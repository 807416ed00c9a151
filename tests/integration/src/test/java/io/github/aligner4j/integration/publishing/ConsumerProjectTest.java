// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration.publishing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A project outside this one that depends on the starter with the lines of the guide. Maven builds it with a local repository of its
 * own, from the published artifacts and from Maven Central; what the local repository of this build has is not downloaded again.
 */
@EnabledIfSystemProperty(
        named = "maven.home",
        matches = ".+",
        disabledReason = "Maven's build packages what is published")
class ConsumerProjectTest {

    private static final Pattern XML_BLOCK = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);
    private static final int MAX_MINUTES = 10;

    @TempDir
    Path folder;

    @Test
    void a_project_with_the_lines_of_the_guide_builds_and_its_answers_are_corrected() throws Exception {
        PublishedRepository repository = PublishedRepository.at(folder.resolve("published"));
        Path project = project();
        Path settings = settings(repository);
        Path localRepository = folder.resolve("local");

        run(
                project,
                maven(),
                "--batch-mode",
                "--no-transfer-progress",
                "--global-settings",
                settings.toString(),
                "-Dmaven.repo.local=" + localRepository,
                "-Daether.remoteRepositoryFilter.prefixes=false",
                "compile",
                "dependency:build-classpath",
                "-Dmdep.outputFile=class-path");
        String output = run(
                project,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-classpath",
                "target/classes" + System.getProperty("path.separator")
                        + Files.readString(project.resolve("class-path")),
                "example.Main",
                "--aligner.enabled=true");

        assertThat(line(output, "Answer: ")).containsIgnoringCase("code").doesNotContain("damn");
        assertThat(Path.of(URI.create(line(output, "Library: ")))).startsWith(localRepository.toRealPath());
    }

    private Path project() throws IOException {
        Path source = Path.of("src/test/consumer");
        Path project = folder.resolve("consumer");
        Path main = project.resolve("src/main/java/example/Main.java");
        Files.createDirectories(main.getParent());
        Files.copy(source.resolve("src/main/java/example/Main.java"), main);
        String pom = Files.readString(source.resolve("pom.xml")).replace("@dependencies@", linesOfTheGuide());
        Files.writeString(project.resolve("pom.xml"), pom);
        return project;
    }

    private static String linesOfTheGuide() throws IOException {
        Matcher block =
                XML_BLOCK.matcher(Files.readString(PublishedRepository.ROOT.resolve("docs/guide/dependencies.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    /** The published artifacts first; then this build's local repository, without its snapshots; then Maven Central. */
    private Path settings(PublishedRepository repository) throws IOException {
        Path localOfThisBuild = Path.of(System.getProperty("publishing.local-repository"));
        String local = repository("of-this-build", localOfThisBuild, false);
        return Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <profiles><profile>
                    <id>published</id>
                    <repositories>%s%s</repositories>
                    <pluginRepositories>%s</pluginRepositories>
                  </profile></profiles>
                  <activeProfiles><activeProfile>published</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        repository("published", repository.folder(), true),
                        local,
                        local.replace("repository>", "pluginRepository>")));
    }

    private static String repository(String id, Path folder, boolean snapshots) {
        return """
               <repository>
                 <id>%s</id>
                 <url>%s</url>
                 <releases><checksumPolicy>ignore</checksumPolicy></releases>
                 <snapshots><enabled>%s</enabled><checksumPolicy>ignore</checksumPolicy></snapshots>
               </repository>
               """.formatted(id, folder.toUri(), snapshots);
    }

    private static String maven() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn")
                .toString();
    }

    private String run(Path project, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(List.of(command));
        builder.directory(project.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(() -> content(output)).isZero();
        return content(output);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(String output, String start) {
        return output.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line begins with " + start + " in: " + output));
    }
}
