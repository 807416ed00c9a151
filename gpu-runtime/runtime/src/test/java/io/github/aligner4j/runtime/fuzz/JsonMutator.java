// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes one to three places of a JSON document, or some of its bytes. */
final class JsonMutator {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Stands for a raw text until the document is written, so that texts which no reader allows can be put in. */
    private static final String RAW = "\u0001raw";

    private final Random random;
    private final List<String> raw = new ArrayList<>();

    JsonMutator(Random random) {
        this.random = random;
    }

    /** Returns {@code json} changed; a tokenizer's components are exchanged too. */
    byte[] mutate(byte[] json, boolean tokenizer) {
        if (random.nextInt(8) == 0) {
            return bytes(json);
        }
        JsonNode root = MAPPER.readTree(json);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            if (tokenizer && random.nextInt(3) > 0) {
                exchange((ObjectNode) root);
            } else {
                change(root, tokenizer);
            }
        }
        String text = root.toString();
        for (int i = 0; i < raw.size(); i++) {
            text = text.replace("\"\\u0001raw" + i + "\"", raw.get(i));
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns {@code content} with bits flipped, cut off, repeated or put in. */
    byte[] bytes(byte[] content) {
        byte[] changed = content.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return java.util.Arrays.copyOf(content, random.nextInt(content.length));
            }
            case 1 -> {
                byte[] bom = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
                changed = new byte[content.length + bom.length];
                System.arraycopy(bom, 0, changed, 0, bom.length);
                System.arraycopy(content, 0, changed, bom.length, content.length);
            }
            default -> {
                int reach = Math.min(content.length, random.nextBoolean() ? 2000 : content.length);
                for (int i = 0; i <= random.nextInt(3); i++) {
                    changed[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return changed;
    }

    private void exchange(ObjectNode root) {
        switch (random.nextInt(6)) {
            case 0, 1 -> root.set("normalizer", raw(OddValues.normalizer(random)));
            case 2, 3 -> root.set("pre_tokenizer", raw(OddValues.preTokenizer(random)));
            case 4 -> root.set("decoder", raw(OddValues.decoder(random)));
            default -> root.set("post_processor", raw(OddValues.postProcessor(random)));
        }
    }

    private void change(JsonNode root, boolean tokenizer) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode place = containers.get(random.nextInt(containers.size()));
        if (tokenizer && random.nextBoolean() && root.get("model") instanceof ObjectNode model) {
            place = model;
        }
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            change(object, containers);
        } else if (place instanceof ArrayNode array) {
            change(array, containers);
        }
    }

    private void change(ObjectNode object, List<JsonNode> containers) {
        List<String> keys = new ArrayList<>(object.propertyNames());
        String key = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(6)) {
            case 0 -> object.remove(key);
            case 1 -> object.set(key + "x", object.remove(key));
            case 2 ->
                object.set(
                        key, containers.get(random.nextInt(containers.size())).deepCopy());
            case 3 -> object.set("unknown_key", raw(OddValues.scalar(random)));
            default -> object.set(key, raw(OddValues.scalar(random)));
        }
    }

    private void change(ArrayNode array, List<JsonNode> containers) {
        int place = array.isEmpty() ? 0 : random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.remove(place);
            case 1 -> array.insert(place, raw(OddValues.scalar(random)));
            case 2 ->
                array.add(containers.get(random.nextInt(containers.size())).deepCopy());
            default -> {
                if (!array.isEmpty()) {
                    array.set(place, raw(OddValues.scalar(random)));
                }
            }
        }
    }

    private JsonNode raw(String json) {
        raw.add(json);
        return JsonNodeFactory.instance.stringNode(RAW + (raw.size() - 1));
    }

    /** Collects objects and lists; of a large one, few of the elements. */
    private void collect(JsonNode node, List<JsonNode> containers) {
        if (!node.isContainer()) {
            return;
        }
        containers.add(node);
        int skip = Math.max(1, node.size() / 20);
        int place = 0;
        List<JsonNode> children = node.isObject()
                ? node.properties().stream().map(Map.Entry::getValue).toList()
                : List.copyOf(node.values());
        for (JsonNode child : children) {
            if (place++ % skip == 0) {
                collect(child, containers);
            }
        }
    }
}
