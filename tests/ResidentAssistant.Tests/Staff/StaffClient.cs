using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Staff;

/// <summary>A colleague's browser without script: keeps cookies, posts forms with their token.</summary>
internal sealed partial class StaffClient : IDisposable
{
    private readonly HttpClient http;
    private readonly HttpClientHandler handler;

    public StaffClient(TestApp app)
    {
        handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() };
        http = new HttpClient(handler) { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
    }

    /// <summary>A client that has signed in as a new colleague who has chosen a password.</summary>
    public static async Task<StaffClient> SignedInAsync(TestApp app, StaffRole role, params Guid[] communities)
    {
        var (login, password) = await AccountAsync(app, role, communities);
        var client = new StaffClient(app);
        (await client.SignInAsync(login, password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return client;
    }

    /// <summary>A new account with a password of its own.</summary>
    public static async Task<(string Login, string Password)> AccountAsync(TestApp app, StaffRole role, params Guid[] communities)
    {
        var accounts = app.Get<StaffAccounts>();
        var login = $"s{Guid.NewGuid():N}"[..12];
        var added = await accounts.AddAsync(new NewStaff(login, $"{Permissions.NameOf(role)}小李", role, communities.Length == 0, communities), CancellationToken.None);
        const string password = "correct horse staple";
        (await accounts.ChangePasswordAsync(added.Id, added.OneTimePassword, password, CancellationToken.None)).ShouldNotBeNull();
        return (login, password);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<string> PageAsync(string path)
    {
        using var reply = await GetAsync(path);
        reply.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await reply.Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> SignInAsync(string login, string password) =>
        PostAsync("/staff/sign-in", ("login", login), ("password", password));

    /// <summary>Opens the page, takes its token, and posts.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await (await GetAsync(path)).Content.ReadAsStringAsync();
        return await PostBareAsync(path, [.. fields, ("__RequestVerificationToken", TokenIn(page))]);
    }

    /// <summary>Opens one page, takes its token, and posts to another address, as a button with an address of its own does.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string path, params (string Name, string Value)[] fields) =>
        await PostBareAsync(path, [.. fields, ("__RequestVerificationToken", TokenIn(await (await GetAsync(page)).Content.ReadAsStringAsync()))]);

    /// <summary>The same as a form with files would be sent, which may carry a NUL.</summary>
    public async Task<HttpResponseMessage> PostPartsAsync(string path, params (string Name, string Value)[] fields)
    {
        using var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields) parts.Add(new StringContent(value), name);
        parts.Add(new StringContent(TokenIn(await (await GetAsync(path)).Content.ReadAsStringAsync())), "__RequestVerificationToken");
        return await http.PostAsync(new Uri(path, UriKind.Relative), parts);
    }

    /// <summary>Posts a form with files, as a browser would.</summary>
    public async Task<HttpResponseMessage> PostFilesAsync(string path, IReadOnlyList<(string Name, byte[] Content)> files, params (string Name, string Value)[] fields)
    {
        using var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields) parts.Add(new StringContent(value), name);
        foreach (var (name, content) in files) parts.Add(new ByteArrayContent(content), "files", name);
        parts.Add(new StringContent(TokenIn(await (await GetAsync(path)).Content.ReadAsStringAsync())), "__RequestVerificationToken");
        return await http.PostAsync(new Uri(path, UriKind.Relative), parts);
    }

    /// <summary>The form token of a page; empty when it has none.</summary>
    public static string TokenIn(string page) => Token().Match(page).Groups[1].Value;

    /// <summary>Posts only what is given.</summary>
    public Task<HttpResponseMessage> PostBareAsync(string path, params (string Name, string Value)[] fields) =>
        http.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
