// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that {@code model.safetensors.index.json} lists. */
final class ShardIndex {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long MAX_BYTES = 64L << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+\\.safetensors");

    private ShardIndex() {}

    /**
     * Returns the names of the shards.
     *
     * @throws HubException if the file is damaged, lists none, or lists files outside its folder
     */
    static Set<String> read(HubSource source, Path index) {
        Set<String> shards = new TreeSet<>();
        for (JsonNode shard : json(source, index).path("weight_map").values()) {
            shards.add(shard.asString(""));
        }
        if (shards.isEmpty()
                || !shards.stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw damaged(source, "it lists no safetensors, or files outside its folder");
        }
        return shards;
    }

    private static JsonNode json(HubSource source, Path index) {
        try {
            if (Files.size(index) > MAX_BYTES) {
                throw damaged(source, "it is larger than " + MAX_BYTES + " bytes");
            }
            return JSON.readTree(Files.readAllBytes(index));
        } catch (JacksonException e) {
            throw damaged(source, "it is no JSON");
        } catch (IOException e) {
            throw new HubException(source + ": " + index + " can't be read", e);
        }
    }

    private static HubException damaged(HubSource source, String problem) {
        return new HubException(
                source + ": " + FileSelection.INDEX + " is damaged: " + problem + "; use another revision");
    }
}
