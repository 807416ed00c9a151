// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A few documents, of which those that share the most words with a question are retrieved. A stand-in for a vector store that needs
 * no embedding model.
 */
final class Shelf implements ContentRetriever {

    /** The name of a document, in the metadata of its text. */
    static final String SOURCE = "source";

    private static final int MAX_RESULTS = 2;
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Words that say nothing about a topic. */
    private static final Set<String> COMMON = Set.of(
            "a", "an", "and", "are", "by", "did", "do", "does", "for", "from", "has", "have", "how", "in", "is", "it",
            "of", "on", "the", "to", "was", "what", "when", "where", "which", "who");

    private final List<TextSegment> documents;

    Shelf(List<TextSegment> documents) {
        this.documents = List.copyOf(documents);
    }

    /** Returns a shelf with the documents of the sample. */
    static Shelf ofSample() throws IOException {
        try (InputStream in = Objects.requireNonNull(Shelf.class.getResourceAsStream("documents.txt"))) {
            return new Shelf(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Shelf::document)
                    .toList());
        }
    }

    @Override
    public List<Content> retrieve(Query query) {
        Set<String> asked = words(query.text());
        return documents.stream()
                .filter(document -> shared(document, asked) > 0)
                .sorted(Comparator.comparing((TextSegment document) -> -shared(document, asked)))
                .limit(MAX_RESULTS)
                .map(Content::from)
                .toList();
    }

    private static long shared(TextSegment document, Set<String> asked) {
        return words(document.text()).stream().filter(asked::contains).count();
    }

    private static Set<String> words(String text) {
        return NO_LETTERS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty() && !COMMON.contains(word))
                .collect(Collectors.toSet());
    }

    private static TextSegment document(String line) {
        String[] cells = line.split(" \\| ", 2);
        return TextSegment.from(cells[1], Metadata.from(SOURCE, cells[0]));
    }
}
