namespace ResidentAssistant.CommandLine;

/// <summary>What the newcomer reads after the start: where to chat, where the console is, how to sign in.</summary>
internal static class Greeting
{
    /// <summary>Prints the addresses.</summary>
    public static void Print(WebApplication app)
    {
        var address = app.Urls.FirstOrDefault() ?? "http://127.0.0.1:5080";
        Console.WriteLine($"""

            居民助手已经启动。
              居民聊天    {address}/chat
              工作台      {address}/staff
            """);
    }
}
