using System.Net;
using ResidentAssistant.Messaging;
using static ResidentAssistant.Tests.Channels.DirectLineTests;

namespace ResidentAssistant.Tests.Channels;

/// <summary>Photos and voice recordings of residents.</summary>
public sealed class UploadTests(ChannelFixture fixture) : IClassFixture<ChannelFixture>
{
    private readonly ChannelHost host = fixture.Host;

    [Fact]
    public async Task Photo_with_words_comes_back_as_one_message_whose_link_gives_the_bytes()
    {
        var (id, token, _) = await host.OpenAsync();
        var activity = """{"type":"message","text":"厨房漏水","attachments":[{"contentType":"image/jpeg","name":"漏水.jpg"}],"channelData":{"clientActivityID":"p-1"}}""";
        var answer = await host.SendAsync(HttpMethod.Post, Upload(id), Uploaded.Form(activity, Uploaded.Jpeg, Uploaded.Jpeg), token);
        answer.Status.ShouldBe(200, answer.Text);

        var echo = (await host.GetAsync(Activities(id), token)).Activities[0];
        echo["text"]!.GetValue<string>().ShouldBe("厨房漏水");
        echo["channelData"]!["clientActivityID"]!.GetValue<string>().ShouldBe("p-1");
        echo["attachments"]!.AsArray().Count.ShouldBe(2);
        var link = echo["attachments"]![0]!["contentUrl"]!.GetValue<string>();
        using var file = await host.Client.GetAsync(new Uri(link));
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await file.Content.ReadAsByteArrayAsync()).ShouldBe(Uploaded.Jpeg);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        file.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        file.Headers.GetValues("Content-Security-Policy").ShouldBe(["sandbox; default-src 'none'"]);
        file.Headers.CacheControl!.Private.ShouldBeTrue();

        (await host.GetAsync(new Uri(link).AbsolutePath)).Status.ShouldBe(401);
        (await host.GetAsync(new Uri(link).PathAndQuery.Replace(new Uri(link).Segments[^1], Guid.NewGuid().ToString("N"), StringComparison.Ordinal))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Same_upload_again_is_one_message()
    {
        var (id, token, _) = await host.OpenAsync();
        var activity = """{"type":"message","channelData":{"clientActivityID":"p-1"}}""";
        var first = await host.SendAsync(HttpMethod.Post, Upload(id), Uploaded.Form(activity, Uploaded.Jpeg), token);
        var again = await host.SendAsync(HttpMethod.Post, Upload(id), Uploaded.Form(activity, Uploaded.Jpeg), token);
        again["id"].ShouldBe(first["id"]);
        (await host.GetAsync(Activities(id), token)).Activities.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Single_file_keeps_its_name_and_a_recording_is_a_voice_message()
    {
        var (id, token, _) = await host.OpenAsync();
        (await host.SendAsync(HttpMethod.Post, Upload(id), Uploaded.Single(Uploaded.Jpeg, "image/jpeg", "../../照片\u0001.jpg"), token)).Status.ShouldBe(200);
        (await host.SendAsync(HttpMethod.Post, Upload(id), Uploaded.Single(Uploaded.Voice, "application/octet-stream"), token)).Status.ShouldBe(200);

        var taken = host.Turns.Taken.Where(m => m.ConversationKey == id).ToList();
        taken[0].Files.ShouldHaveSingleItem().Name.ShouldBe("照片.jpg");
        taken[1].Kind.ShouldBe(EntryKind.Voice);
        taken[1].Files.ShouldHaveSingleItem().ContentType.ShouldBe("audio/amr");
    }

    private static string Upload(string id) => $"/v3/directline/conversations/{id}/upload?userId=u";
}
