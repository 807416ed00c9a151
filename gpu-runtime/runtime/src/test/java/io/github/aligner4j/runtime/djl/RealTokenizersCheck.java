// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.chattemplate.ChatMessage;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.chattemplate.ChatTemplateInput;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads each {@code tokenizer.json} under a folder of yours and compares with what transformers wrote into a {@code
 * reference.json} beside it; see {@code tests/tokenizers}. Not part of the build, which brings no such files.
 */
class RealTokenizersCheck {

    private static final JsonMapper MAPPER = new JsonMapper();

    @Test
    void every_tokenizer_of_the_folder_loads_and_makes_the_tokens_that_transformers_makes() throws IOException {
        String folder = System.getProperty("tokenizers.folder");
        assertThat(folder).as("-Dtokenizers.folder=DIR").isNotNull();
        List<String> report = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file : files.filter(each -> each.endsWith("tokenizer.json"))
                    .sorted()
                    .toList()) {
                report.add(file + ": " + check(file, wrong));
            }
        }
        report.addAll(wrong);
        Files.write(Files.createDirectories(Path.of("target")).resolve("tokenizers.txt"), report);
        assertThat(wrong).as(String.join("\n", report)).isEmpty();
        assertThat(report).isNotEmpty();
    }

    private static String check(Path file, List<String> wrong) throws IOException {
        Path reference = file.resolveSibling("reference.json");
        JsonNode rows = Files.exists(reference)
                ? MAPPER.readTree(Files.readAllBytes(reference)).get("rows")
                : MAPPER.createArrayNode();
        int tokens = Files.exists(reference)
                ? MAPPER.readTree(Files.readAllBytes(reference))
                        .get("model_tokens")
                        .intValue()
                : 1 << 20;
        long start = System.nanoTime();
        try (DjlTokenizer tokenizer = DjlTokenizer.load(file, tokens)) {
            long milliseconds = (System.nanoTime() - start) / 1_000_000;
            int equal = 0;
            for (JsonNode row : rows.values()) {
                equal += same(tokenizer, row, file, wrong) ? 1 : 0;
            }
            return "loaded in " + milliseconds + " ms; " + equal + " of " + rows.size() + " texts as transformers; "
                    + chats(tokenizer, reference, wrong);
        } catch (CheckpointException e) {
            wrong.add(e.getMessage());
            return "refused";
        }
    }

    private static String chats(DjlTokenizer tokenizer, Path reference, List<String> wrong) throws IOException {
        JsonNode chats = MAPPER.readTree(Files.readAllBytes(reference)).path("chats");
        if (chats.isEmpty()) {
            return "no chats";
        }
        ChatTemplate template = ChatTemplate.fromFolder(Objects.requireNonNull(reference.getParent()));
        int equal = 0;
        for (JsonNode chat : chats.values()) {
            List<ChatMessage> messages = new ArrayList<>();
            chat.get("messages")
                    .forEach(each -> messages.add(new ChatMessage(
                            each.get("role").stringValue(), each.get("content").stringValue())));
            int[] ids = tokenizer.encode(
                    template.render(ChatTemplateInput.builder(messages).build()));
            int[] expected =
                    chat.get("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
            if (Arrays.equals(ids, expected)) {
                equal++;
            } else {
                wrong.add(reference + ", " + messages + ": " + Arrays.toString(ids) + " instead of "
                        + Arrays.toString(expected));
            }
        }
        return equal + " of " + chats.size() + " chats";
    }

    private static boolean same(DjlTokenizer tokenizer, JsonNode row, Path file, List<String> wrong) {
        String text = row.get("text").stringValue();
        int[] expected =
                row.get("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
        try {
            int[] ids = tokenizer.encode(Prompt.of(text));
            if (!Arrays.equals(ids, expected)) {
                wrong.add(file + ", '" + text + "': " + Arrays.toString(ids) + " instead of "
                        + Arrays.toString(expected));
                return false;
            }
            return true;
        } catch (CompletionModelException e) {
            wrong.add(file + ", '" + text + "': " + e.getMessage());
            return false;
        }
    }
}
