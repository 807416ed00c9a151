// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The Markdown files name only files, headings and classes that exist. */
class LinksTest {

    /** {@code [text](target)}; an image is a link with {@code !} before it. */
    private static final Pattern LINK =
            Pattern.compile("\\]\\(<?((?:[^()\\s]|\\([^()\\s]*\\))+?)>?(?: \"[^\"]*\")?\\)");

    private static final Pattern HTML_LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    /** A URL in the text; those in code are often placeholders. */
    private static final Pattern URL = Pattern.compile("https?://[^\\s)>\"`|\\]]+");

    private static final Pattern LIST_OF_ANCHORS = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

    private static final Pattern HEADING = Pattern.compile("^#+ +(.+)$", Pattern.MULTILINE);

    /** A class in our own packages, qualified. */
    private static final Pattern QUALIFIED = Pattern.compile("io\\.github\\.aligner4j(?:\\.[a-z0-9]+)*\\.([A-Z]\\w+)");

    @Test
    void links_lead_to_files_and_headings_that_exist() {
        assertThat(documents().flatMap(LinksTest::brokenLinks)).isEmpty();
    }

    @Test
    void external_links_are_well_formed() {
        assertThat(documents().flatMap(LinksTest::malformedUrls)).isEmpty();
    }

    @Test
    void classes_that_are_linked_are_linked_by_their_name() {
        assertThat(documents().flatMap(LinksTest::misnamedLinks)).isEmpty();
    }

    @Test
    void qualified_class_names_exist() {
        Set<String> classes = Pages.files(".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertThat(documents()
                        .flatMap(document -> QUALIFIED
                                .matcher(Pages.read(document))
                                .results()
                                .map(match -> match.group(1))
                                .filter(name -> !classes.contains(name))
                                .map(name -> Pages.name(document) + ": " + name)))
                .isEmpty();
    }

    private static Stream<String> brokenLinks(Path document) {
        return links(document).filter(link -> !exists(document, link)).map(link -> Pages.name(document) + ": " + link);
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

    /** Returns the anchors that GitHub gives to a page's headings, and those that it has itself. */
    private static Set<String> anchors(Path document) {
        Set<String> anchors = new HashSet<>();
        String text = Pages.read(document);
        HEADING.matcher(withoutCode(text))
                .results()
                .map(match -> anchor(match.group(1)))
                .forEach(anchor -> {
                    String unique = anchor;
                    for (int i = 1; !anchors.add(unique); i++) {
                        unique = anchor + "-" + i;
                    }
                });
        LIST_OF_ANCHORS.matcher(text).results().forEach(match -> anchors.add(match.group(1)));
        return anchors;
    }

    private static String anchor(String heading) {
        String text = heading.replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1").replaceAll("\\s#+$", "");
        return text.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
                .replace(' ', '-');
    }

    /** Links with a class name as their text: {@code [`Name`](.../Name.java)}. */
    private static Stream<String> misnamedLinks(Path document) {
        return Pattern.compile("\\[`(\\w+)`\\]\\(([^)\\s]+/(\\w+)\\.java)\\)")
                .matcher(Pages.read(document))
                .results()
                .filter(match -> !match.group(1).equals(match.group(3)))
                .map(match -> Pages.name(document) + ": " + match.group());
    }

    private static Stream<String> links(Path document) {
        String text = withoutCode(Pages.read(document));
        return Stream.of(LINK, HTML_LINK)
                .flatMap(pattern -> pattern.matcher(text).results())
                .map((MatchResult match) -> match.group(1))
                .filter(link -> !link.matches("(?:https?|mailto):.*"));
    }

    private static Stream<String> malformedUrls(Path document) {
        return URL.matcher(withoutCode(Pages.read(document)).replaceAll("`[^`]*`", ""))
                .results()
                .map(match -> match.group().replaceAll("[.,;:]+$", ""))
                .filter(url -> !isUrl(url))
                .map(url -> Pages.name(document) + ": " + url);
    }

    private static boolean isUrl(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null
                    && (uri.getHost().contains(".") || uri.getHost().equals("localhost"));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String withoutCode(String markdown) {
        return markdown.replaceAll("(?ms)^ *```.*?^ *```", "");
    }

    private static Stream<Path> documents() {
        return Pages.all().stream();
    }
}
