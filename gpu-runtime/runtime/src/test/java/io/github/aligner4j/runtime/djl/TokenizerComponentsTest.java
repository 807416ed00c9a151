// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the tokenizers library is not to see: most of it would end the process. */
class TokenizerComponentsTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MODEL_TOKENS = 320;

    @TempDir
    private Path parent;

    private Path file;
    private ObjectNode json;

    @BeforeEach
    void unpack() throws IOException {
        file = GoldenCheckpoint.unpack("llama-gqa", parent).folder().resolve("tokenizer.json");
        json = (ObjectNode) MAPPER.readTree(Files.readAllBytes(file));
    }

    @Test
    void an_empty_precompiled_table_is_refused() {
        set("normalizer", "{'type':'Precompiled','precompiled_charsmap':''}");
        refused("'normalizer.precompiled_charsmap' must be a table in base64, which begins with four bytes of length; "
                + "to replace nothing, leave the normalizer out; it is \"\"");
    }

    @Test
    void a_subword_prefix_that_merges_lack_is_refused() {
        ((ObjectNode) json.get("model")).put("continuing_subword_prefix", "##");
        refused(
                "'model.continuing_subword_prefix' must be what the second part of each merge begins with; 't' does not");
    }

    @Test
    void words_of_no_length_are_refused() {
        set("pre_tokenizer", "{'type':'FixedLength','length':0}");
        refused("'pre_tokenizer.length' must be a whole number from 1 to 2147483647; it is 0");
    }

    @Test
    void a_template_that_names_an_unknown_token_is_refused() {
        set("post_processor", template("<nope>", 1, "<s>"));
        refused(
                "'post_processor.special_tokens' must be an object with '<nope>', which the template names; it has [<s>]");
        set("post_processor", template("<nope>", 1, "<nope>"));
        refused("'post_processor' must be of tokens that the tokenizer has; there is no '<nope>' with id 1");
        set("post_processor", template("<s>", 99999, "<s>"));
        refused("there is no '<s>' with id 99999");
    }

    @Test
    void a_replacement_of_nothing_is_refused() {
        set("normalizer", "{'type':'Replace','pattern':{'String':''},'content':'x'}");
        refused("'normalizer.pattern' must be one that matches at least one character; it is {\"String\":\"\"}");
        set("normalizer", "{'type':'Replace','pattern':{'Regex':'x*'},'content':'y'}");
        refused("'normalizer.pattern' must be one that matches at least one character");
    }

    @Test
    void nothing_to_prepend_is_refused() {
        set("normalizer", "{'type':'Prepend','prepend':''}");
        refused(
                "'normalizer.prepend' must be a text of 1 to 256 characters; to prepend nothing, leave the normalizer out; it is \"\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "normalizer | {'type':'Nope'} | 'normalizer.type' must be one of [BertNormalizer, ByteLevel, Lowercase, NFC,",
                "normalizer | {'type':'NFC','form':'x'} | 'normalizer.form' must be absent: it is none of [type]",
                "normalizer | {'type':'Strip','strip_left':true} | 'normalizer.strip_right' must be given; it is missing",
                "normalizer | {'type':'Precompiled','precompiled_charsmap':'%%%'} | must be base64",
                "normalizer | {'type':'Precompiled','precompiled_charsmap':'BAAAAAAAAAA='} | it leads to place 1 of 1",
                "normalizer | {'type':'Precompiled','precompiled_charsmap':'AAEAAAAA'} | says that its trie has 256 bytes, and 2 follow",
                "normalizer | {'type':'Sequence','normalizers':[{'type':'NFC'},{'type':'Prepend','prepend':''}]} | 'normalizer.normalizers[1].prepend' must be",
                "normalizer | {'type':'Replace','pattern':{'Regex':'(a+)+$'},'content':'b'} | that is sure to end in time on every text",
                "normalizer | `{'type':'Replace','pattern':{'Regex':'(?:a|a)+b'},'content':'b'}` | can be taken back in more ways",
                "normalizer | {'type':'Replace','pattern':{'Regex':'a*a*c*b'},'content':'b'} | can be taken back in more ways",
                "normalizer | {'type':'Replace','pattern':{'Regex':'(a)\\1'},'content':'b'} | is not known",
                "normalizer | {'type':'Replace','pattern':{'Regex':'a','String':'a'},'content':'b'} | an object with one of 'String' and 'Regex'",
                "pre_tokenizer | {'type':'Split','pattern':{'String':'a'},'behavior':'Nope','invert':false} | must be one of Removed, Isolated",
                "pre_tokenizer | {'type':'CharDelimiterSplit','delimiter':'ab'} | 'pre_tokenizer.delimiter' must be a single character",
                "pre_tokenizer | {'type':'Metaspace','replacement':'▁','prepend_scheme':'first','add_prefix_space':false} | 'pre_tokenizer.add_prefix_space' must be true or absent",
                "decoder | {'type':'Strip','content':' ','start':0,'stop':1} | 'decoder.stop' must be a whole number from 0 to 0; it is 1",
                "decoder | {'type':'BPEDecoder','suffix':''} | 'decoder.suffix' must be a text of at least one character",
                "post_processor | {'type':'BertProcessing','sep':['</s>',2],'cls':['<s>']} | 'post_processor.cls' must be a token and its id",
                "version | '2.0' | 'version' must be \"1.0\"; it is \"2.0\"",
                "added_tokens | [{'id':4,'content':''}] | 'added_tokens[0].content' must be a text of at least one character",
                "added_tokens | [{'id':1,'content':'<x>'}] | 'added_tokens[0].id' must be one that '<x>' has alone",
                "added_tokens | [{'id':-1,'content':'<x>'}] | 'added_tokens[0].id' must be a whole number from 0 to"
            })
    void a_component_with_a_value_that_can_not_be_run_is_refused(String key, String value, String problem) {
        set(key, value);
        refused(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dropout | 0.1 | 'model.dropout' must be absent or 0",
                "unk_token | '<nope>' | 'model.unk_token' must be a token of 'vocab', or null; it is \"<nope>\"",
                "byte_fallback | true | it lacks <0x",
                "merges | [['Ġ','nope']] | 'nope' is not in 'vocab'",
                "merges | ['Ġ t x'] | 'model.merges' must be a list of pairs of tokens; place 0 is",
                "vocab | {'a':0,'b':0} | both have 0",
                "vocab | {'a':2147483648} | whole numbers of at least 0 and below 16777216; found 2147483648",
                "vocab | {} | must be an object with the id of each token",
                "type | 'Nope' | 'model.type' must be one of BPE, Unigram, WordPiece, WordLevel",
                "cache | 1 | 'model.cache' must be absent"
            })
    void a_model_with_a_value_that_can_not_be_run_is_refused(String key, String value, String problem) {
        ((ObjectNode) json.get("model")).set(key, read(value));
        refused(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'Unigram','vocab':[['a',-1.0]]} | 'model.unk_id' must be given",
                "{'type':'Unigram','vocab':[['a',-1.0]],'unk_id':1} | 'model.unk_id' must be a whole number from 0 to 0",
                "{'type':'Unigram','vocab':[['a',1e300]],'unk_id':0} | place 0 is",
                "{'type':'Unigram','vocab':[['a']],'unk_id':0} | a list of pairs of token and finite score",
                "{'type':'WordPiece','vocab':{'a':0},'unk_token':'[UNK]','continuing_subword_prefix':'##','max_input_chars_per_word':100} | 'model.unk_token' must be a token of 'vocab'",
                "{'type':'WordLevel','vocab':{'a':0}} | 'model.unk_token' must be given"
            })
    void another_kind_of_model_is_checked_too(String model, String problem) {
        json.putArray("added_tokens");
        json.putNull("post_processor");
        set("model", model);
        refused(problem);
    }

    @Test
    void an_added_token_of_which_the_normalizer_makes_nothing_is_refused() {
        set("added_tokens", "[{'id':320,'content':'  ','normalized':true}]");
        json.putNull("post_processor");
        set("normalizer", "{'type':'Strip','strip_left':true,'strip_right':true}");
        refused("'added_tokens[0].normalized' must be false for '  ': the normalizer can make nothing of it");
    }

    @Test
    void nesting_and_growth_have_limits() {
        set("normalizer", "{'type':'Sequence','normalizers':[".repeat(20) + "]}".repeat(20));
        refused("nested at most 8 deep");
        set(
                "normalizer",
                "{'type':'Sequence','normalizers':[" + "{'type':'ByteLevel'},".repeat(20) + "{'type':'NFC'}]}");
        refused("makes no text more than 4096 times longer");
    }

    @Test
    void half_a_surrogate_pair_in_a_file_is_refused() {
        set("normalizer", "{'type':'Prepend','prepend':'HALF'}");
        refused(json.toString().replace("HALF", "\\ud800"), "one half of a surrogate pair");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "(?i:'s|'t|'re)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{M}]+(?i:'s|'t)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[\\p{Han}]+|[\\p{L}&&[^\\p{Han}]]+|\\s+(?!\\S)",
                "` ?[^(\\s|[.,!?…。，、।۔،])]+`",
                "[0-9][0-9][0-9]",
                "` {2,}`"
            })
    void patterns_of_published_tokenizers_are_taken(String regex) throws IOException {
        json.set(
                "pre_tokenizer",
                read("{'type':'Sequence','pretokenizers':[{'type':'Split','pattern':{'Regex':''},"
                        + "'behavior':'Isolated','invert':false},{'type':'ByteLevel','add_prefix_space':false,"
                        + "'trim_offsets':true,'use_regex':false}]}"));
        ((ObjectNode) json.get("pre_tokenizer").get("pretokenizers").get(0).get("pattern")).put("Regex", regex);
        Files.writeString(file, json.toString());
        try (DjlTokenizer tokenizer = DjlTokenizer.load(file, MODEL_TOKENS)) {
            for (String text :
                    List.of("Hello,  cat 1234\n\n x", "x".repeat(100_000), " ".repeat(100_000), "…漢字 DON'T")) {
                assertThat(tokenizer.decode(tokenizer.encode(Prompt.of(text)))).isEqualTo(text);
            }
        }
    }

    private void set(String key, String value) {
        json.set(key, read(value));
    }

    private static JsonNode read(String value) {
        String single = value.strip();
        return MAPPER.readTree(single.replace("\\", "\\\\").replace('\'', '"'));
    }

    private static String template(String token, int id, String known) {
        return "{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'" + token
                + "','type_id':0}},{'Sequence':{'id':'A','type_id':0}}],'pair':[],'special_tokens':{'" + known
                + "':{'id':'" + known + "','ids':[" + id + "],'tokens':['" + known + "']}}}";
    }

    private void refused(String problem) {
        refused(json.toString(), problem);
    }

    private void refused(String content, String problem) {
        assertThatThrownBy(() -> {
                    Files.writeString(file, content);
                    DjlTokenizer.load(file, MODEL_TOKENS).close();
                })
                .isInstanceOfSatisfying(
                        CheckpointException.class, e -> assertThat(e.file()).isEqualTo(file))
                .hasMessageContaining(problem);
    }
}
