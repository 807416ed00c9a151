package io.github.aligner4j.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The Markdown files name only files, headings and classes that exist. */
class DocumentationTest {

    private static final Path ROOT = root();
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", ".jt", "node_modules");

    /** {@code [text](target)}; an image is a link with {@code !} before it. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern HEADING = Pattern.compile("^#+ +(.+)$", Pattern.MULTILINE);

    /** A class in our own packages, qualified. */
    private static final Pattern QUALIFIED = Pattern.compile("io\\.github\\.aligner4j(?:\\.[a-z0-9]+)*\\.([A-Z]\\w+)");

    @Test
    void links_lead_to_files_and_headings_that_exist() {
        assertThat(documents().flatMap(DocumentationTest::brokenLinks)).isEmpty();
    }

    @Test
    void classes_that_are_linked_are_linked_by_their_name() {
        assertThat(documents().flatMap(DocumentationTest::misnamedLinks)).isEmpty();
    }

    @Test
    void qualified_class_names_exist() {
        Set<String> classes = files(".java")
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertThat(documents()
                        .flatMap(document -> QUALIFIED
                                .matcher(read(document))
                                .results()
                                .map(match -> match.group(1))
                                .filter(name -> !classes.contains(name))
                                .map(name -> ROOT.relativize(document) + ": " + name)))
                .isEmpty();
    }

    private static Stream<String> brokenLinks(Path document) {
        return links(document)
                .filter(link -> !exists(document, link))
                .map(link -> ROOT.relativize(document) + ": " + link);
    }

    private static boolean exists(Path document, String link) {
        String file = link.replaceFirst("#.*", "");
        Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        int anchor = link.indexOf('#');
        return anchor < 0
                || !target.toString().endsWith(".md")
                || anchors(target).contains(link.substring(anchor + 1));
    }

    private static List<String> anchors(Path document) {
        return HEADING.matcher(read(document))
                .results()
                .map(match -> match.group(1).strip().toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    /** Links with a class name as their text: {@code [`Name`](.../Name.java)}. */
    private static Stream<String> misnamedLinks(Path document) {
        return Pattern.compile("\\[`(\\w+)`\\]\\(([^)\\s]+/(\\w+)\\.java)\\)")
                .matcher(read(document))
                .results()
                .filter(match -> !match.group(1).equals(match.group(3)))
                .map(match -> ROOT.relativize(document) + ": " + match.group());
    }

    private static Stream<String> links(Path document) {
        return LINK.matcher(withoutCode(read(document)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(link -> !link.matches("(?:https?|mailto):.*"));
    }

    private static String withoutCode(String markdown) {
        return markdown.replaceAll("(?s)```.*?```", "");
    }

    private static Stream<Path> documents() {
        return files(".md");
    }

    private static Stream<Path> files(String suffix) {
        List<Path> found = new ArrayList<>();
        collect(ROOT, suffix, found);
        return found.stream();
    }

    private static void collect(Path folder, String suffix, List<Path> found) {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                if (Files.isDirectory(child) && !SKIPPED_FOLDERS.contains(name)) {
                    collect(child, suffix, found);
                } else if (name.endsWith(suffix)) {
                    found.add(child);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
