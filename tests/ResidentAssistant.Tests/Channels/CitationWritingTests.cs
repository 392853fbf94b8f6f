using System.Buffers;
using System.Text.Json;
using ResidentAssistant.Channels;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Tests.Channels;

public sealed class CitationWritingTests
{
    private static readonly Entry Answer = new()
    {
        Position = 1, From = Speaker.Assistant, At = default, Text = "住3-2-501的*每一家*：\n1. 都要同意\n依据：征求意见稿第一条",
        Cites = new Citation("a.b", "abc", "要几家", "征求意见稿第一条", "/a/a.b", "住3-2-501的*每一家*：\n1. 都要同意".Length),
    };

    [Fact]
    public void An_answer_carries_its_source_as_a_reference_and_a_claim_and_its_words_exactly()
    {
        var activity = Written(Answer, path => "https://example.org" + path);

        activity.GetProperty("textFormat").GetString().ShouldBe("markdown");
        activity.GetProperty("text").GetString().ShouldBe("住3\\-2\\-501的\\*每一家\\*：\\\n1\\. 都要同意 [1]\n\n[1]: https://example.org/a/a.b \"征求意见稿第一条\"");
        var entity = activity.GetProperty("entities")[0];
        entity.GetProperty("type").GetString().ShouldBe("https://schema.org/Message");
        var claim = entity.GetProperty("citation")[0];
        claim.GetProperty("@id").GetString().ShouldBe("https://example.org/a/a.b");
        claim.GetProperty("position").GetString().ShouldBe("1");
        claim.GetProperty("appearance").GetProperty("name").GetString().ShouldBe("征求意见稿第一条");
        claim.GetProperty("appearance").GetProperty("identifier").GetString().ShouldBe("a.b#abc");
    }

    [Fact]
    public void Where_sources_are_not_shown_the_whole_text_is_said_plainly()
    {
        var activity = Written(Answer, null);

        activity.GetProperty("textFormat").GetString().ShouldBe("plain");
        activity.GetProperty("text").GetString().ShouldBe(Answer.Text);
        activity.TryGetProperty("entities", out _).ShouldBeFalse();
    }

    private static JsonElement Written(Entry entry, Func<string, string?>? page)
    {
        var to = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            ActivityWriting.Content(json, entry, null, null, plain: false, null, page);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(to.WrittenMemory).RootElement;
    }
}
