using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FakeWeCom;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>Raw HTTP to the simulator, without the product's client.</summary>
internal sealed class Vendor(FakeWeComHost host) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Address };

    public HttpClient Http => http;

    public string Token { get; set; } = "";

    public async Task<Vendor> SignInAsync()
    {
        Token = (string)(await GetTokenAsync(host.App.Secret))["access_token"]!;
        return this;
    }

    public async Task<JsonNode> GetTokenAsync(string secret, string? corpId = null) =>
        await GetAsync($"gettoken?corpid={corpId ?? host.Options.CorpId}&corpsecret={secret}", signed: false);

    public async Task<JsonNode> GetAsync(string path, bool signed = true) => Read(await http.GetStringAsync($"/cgi-bin/{path}{(signed ? $"{Mark(path)}access_token={Token}" : "")}"));

    public async Task<JsonNode> PostAsync(string path, object body, bool signed = true)
    {
        using var answer = await http.PostAsJsonAsync($"/cgi-bin/{path}{(signed ? $"{Mark(path)}access_token={Token}" : "")}", body);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        return Read(await answer.Content.ReadAsStringAsync());
    }

    public async Task<int> CodeAsync(string path, object body, bool signed = true) => (int)(await PostAsync(path, body, signed))["errcode"]!;

    /// <summary>Everything that is new on the account, by as many pages as it takes.</summary>
    public async Task<(List<JsonNode> Items, string Cursor)> SyncAsync(string openKfId, string? cursor = null, int limit = 1000)
    {
        List<JsonNode> all = [];
        while (true)
        {
            var page = await PostAsync("kf/sync_msg", new { open_kfid = openKfId, cursor = cursor ?? "", limit });
            ((int)page["errcode"]!).ShouldBe(0);
            all.AddRange(page["msg_list"]!.AsArray().Select(item => item!));
            cursor = (string)page["next_cursor"]!;
            if ((int)page["has_more"]! == 0) return (all, cursor);
        }
    }

    public void Dispose() => http.Dispose();

    private static char Mark(string path) => path.Contains('?') ? '&' : '?';

    private static JsonNode Read(string text) => JsonNode.Parse(text)!;
}
