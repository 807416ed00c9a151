// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The answers of an engine, in the form that its documentation gives. */
enum Dialect {
    VLLM("/v1/completions", "/v1/chat/completions"),
    SGLANG("/v1/completions", "/v1/chat/completions"),
    LLAMA_CPP("/completion", "/v1/chat/completions"),
    /** Before {@code /tokenize} knew {@code parse_special}. */
    OLD_LLAMA_CPP("/completion", "/v1/chat/completions"),
    OLLAMA("/api/generate", "/api/chat"),
    OPENAI("", "/v1/chat/completions");

    private final String completionPath;
    private final String chatPath;

    Dialect(String completionPath, String chatPath) {
        this.completionPath = completionPath;
        this.chatPath = chatPath;
    }

    String engine() {
        return this == OLD_LLAMA_CPP
                ? "llama-cpp"
                : name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String completionPath() {
        return completionPath;
    }

    String chatPath() {
        return chatPath;
    }

    private boolean isLlamaCpp() {
        return this == LLAMA_CPP || this == OLD_LLAMA_CPP;
    }

    boolean endsWithDone() {
        return this == VLLM || this == SGLANG || this == OPENAI;
    }

    String line(ObjectNode chunk) {
        return this == OLLAMA ? chunk + "\n" : "data: " + chunk + "\n\n";
    }

    @Nullable JsonNode answer(String path, JsonNode body) {
        return switch (path) {
            case "/tokenize" -> this == OLLAMA || this == OPENAI ? null : tokenize(body);
            case "/v1/models" -> models();
            case "/version" -> this == VLLM ? json("{'version':'0.28.0'}") : null;
            case "/get_server_info" -> this == SGLANG ? json("{'version':'0.5.9','model_path':'m'}") : null;
            case "/props" ->
                isLlamaCpp()
                        ? json("{'default_generation_settings':{'n_ctx':2048},'bos_token':'<s>','eos_token':'</s>',"
                                + "'build_info':'b4753-c392e509'}")
                        : null;
            case "/lora-adapters" ->
                isLlamaCpp()
                        ? json(
                                "[{'id':0,'path':'/models/civil.gguf','scale':1.0},{'id':1,'path':'warm.gguf','scale':1.0}]")
                        : null;
            case "/api/version" -> this == OLLAMA ? json("{'version':'0.12.11'}") : null;
            case "/api/tags" ->
                this == OLLAMA ? json("{'models':[{'name':'m:latest'},{'name':'civil:latest'}]}") : null;
            case "/api/show" ->
                this == OLLAMA
                        ? json(
                                "{'model_info':{'llama.context_length':4096,"
                                        + "'tokenizer.ggml.tokens':['<s>','</s>','a','<|im_start|>'],"
                                        + "'tokenizer.ggml.token_type':[3,3,1,3],'tokenizer.ggml.bos_token_id':0,'tokenizer.ggml.add_bos_token':true}}")
                        : null;
            default -> null;
        };
    }

    private @Nullable JsonNode models() {
        return switch (this) {
            case VLLM, SGLANG ->
                json("{'object':'list','data':[{'id':'m','object':'model','parent':null,'max_model_len':2048},"
                        + "{'id':'civil','object':'model','parent':'m','max_model_len':2048}]}");
            case OLLAMA -> json("{'object':'list','data':[{'id':'m:latest','object':'model'}]}");
            default -> json("{'object':'list','data':[{'id':'m','object':'model'}]}");
        };
    }

    private JsonNode tokenize(JsonNode body) {
        boolean llama = isLlamaCpp();
        String text = body.path(llama ? "content" : "prompt").asString("");
        boolean add = body.path(llama ? "add_special" : "add_special_tokens").asBoolean(!llama);
        boolean parse = this != LLAMA_CPP || body.path("parse_special").asBoolean(true);
        ObjectNode answer = Json.MAPPER.createObjectNode();
        List<Integer> ids = text.isEmpty() ? List.of() : ToyTokenizer.encode(text, add, parse);
        answer.set("tokens", Json.MAPPER.valueToTree(ids));
        return answer.put("count", ids.size()).put("max_model_len", 2048);
    }

    int maxNewTokens(JsonNode body) {
        return switch (this) {
            case LLAMA_CPP, OLD_LLAMA_CPP ->
                body.path("n_predict").asInt(body.path("max_tokens").asInt(16));
            case OLLAMA -> body.at("/options/num_predict").asInt(16);
            default -> body.path("max_tokens").asInt(16);
        };
    }

    String stop(JsonNode body) {
        return (this == OLLAMA ? body.at("/options/stop/0") : body.at("/stop/0")).asString("");
    }

    /** Ollama's raw mode adds the first token; ids are counted as they are. */
    int promptTokens(JsonNode body, boolean chat) {
        JsonNode prompt = body.path("prompt");
        if (chat) {
            return 8 + body.path("messages").toString().length();
        }
        return prompt.isArray()
                ? prompt.size()
                : ToyTokenizer.encode(prompt.stringValue(), true, true).size();
    }

    ObjectNode text(String text, boolean chat, JsonNode body) {
        ObjectNode chunk = Json.MAPPER.createObjectNode();
        if (this == OLLAMA) {
            Json.put(chunk.put("model", "m"), chat ? "/message/content" : "/response", text);
            logprobs(body, text).ifPresent(rows -> chunk.set("logprobs", rows));
            return chunk.put("done", false);
        }
        if (isLlamaCpp() && !chat) {
            chunk.put("index", 0).put("content", text).put("stop", false);
            logprobs(body, text).ifPresent(rows -> chunk.set("completion_probabilities", rows));
            return chunk;
        }
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        if (chat) {
            choice.putObject("delta").put("content", text);
        } else {
            choice.put("text", text);
            columns(body, text).ifPresent(columns -> choice.set("logprobs", columns));
        }
        choice.putNull("finish_reason");
        return chunk;
    }

    private java.util.Optional<JsonNode> logprobs(JsonNode body, String text) {
        int top = body.path("n_probs").asInt(body.path("top_logprobs").asInt(0));
        return top == 0 || text.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(json("[{'id':7,'token':'" + text + "','logprob':-0.5,'top_logprobs':["
                        + "{'token':'other','logprob':-2.0},{'token':'" + text + "','logprob':-0.5}]}]"));
    }

    private java.util.Optional<JsonNode> columns(JsonNode body, String text) {
        int top = body.path("logprobs").asInt(0);
        return top == 0 || text.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(json("{'text_offset':[0],'tokens':['" + text + "'],'token_logprobs':[-0.5],"
                        + "'top_logprobs':[{'other':-2.0,'" + text + "':-0.5}]}"));
    }

    List<ObjectNode> end(String reason, int promptTokens, int completionTokens, boolean chat) {
        if (this == OLLAMA) {
            ObjectNode last = text("", chat, Json.MAPPER.createObjectNode()).put("done", true);
            return List.of(last.put("done_reason", reason)
                    .put("prompt_eval_count", promptTokens)
                    .put("eval_count", completionTokens));
        }
        if (isLlamaCpp() && !chat) {
            return List.of(Json.MAPPER
                    .createObjectNode()
                    .put("content", "")
                    .put("stop", true)
                    .put("stop_type", reason.equals("stop") ? "eos" : "limit")
                    .put("tokens_evaluated", promptTokens)
                    .put("tokens_predicted", completionTokens));
        }
        ObjectNode finish = text("", chat, Json.MAPPER.createObjectNode());
        ((ObjectNode) finish.at("/choices/0")).put("finish_reason", reason);
        ObjectNode usage = Json.MAPPER.createObjectNode();
        usage.putArray("choices");
        usage.putObject("usage").put("prompt_tokens", promptTokens).put("completion_tokens", completionTokens);
        return List.of(finish, usage);
    }

    private static JsonNode json(String text) {
        return Json.MAPPER.readTree(text.replace('\'', '"'));
    }
}
