package io.github.aligner4j.chattemplate;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.Prompt;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/**
 * A checkpoint's chat template: renders messages to a prompt whose frame no text can forge. Immutable and safe for use by several
 * threads.
 */
@Incubating
public final class ChatTemplate {

    private ChatTemplate() {}

    /**
     * Returns the template with the source {@code jinja}, whose frame is plain text until {@link #withAddedTokens} says more.
     *
     * @throws ChatTemplateException if the source is no template that this library can render
     */
    public static ChatTemplate of(String jinja) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Returns the template of a checkpoint, with its tokenizer's added tokens: {@code chat_template.jinja}, or else {@code
     * chat_template} of {@code tokenizer_config.json} (of several, the one named {@code default}).
     *
     * @throws ChatTemplateException if there is none, or none that this library can render
     */
    public static ChatTemplate fromFolder(Path checkpoint) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Returns the template {@code name} of a checkpoint: {@code additional_chat_templates/NAME.jinja}, or else the one of that name
     * in {@code tokenizer_config.json}.
     */
    public static ChatTemplate fromFolder(Path checkpoint, String name) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Returns a copy whose frame has these added tokens of the checkpoint's tokenizer; they become special tokens of prompts. */
    public ChatTemplate withAddedTokens(Collection<String> tokens) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Returns a copy with named special tokens that the template can insert, such as {@code bos_token}. */
    public ChatTemplate withNamedTokens(Map<String, String> tokens) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Returns the prompt of {@code input}: frame parts that are added tokens as special tokens, contents always as text. It has all
     * its tokens: an engine adds none before it ({@link Prompt#addSpecialTokens()} is false).
     *
     * @throws ChatTemplateException if the template refuses the input or exceeds a limit
     * @throws io.github.aligner4j.completion.UnsafePromptException if a content can't be told apart from the frame
     */
    public Prompt render(ChatTemplateInput input) {
        throw new UnsupportedOperationException("not yet");
    }
}
