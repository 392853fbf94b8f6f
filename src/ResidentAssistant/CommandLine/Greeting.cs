using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;

namespace ResidentAssistant.CommandLine;

/// <summary>What the newcomer reads after the start: where to chat, where the console is, how to sign in.</summary>
internal static class Greeting
{
    /// <summary>Prints the addresses, and in Development the seeded account and a household to try.</summary>
    public static void Print(WebApplication app, SeededStaff? seeded)
    {
        var address = app.Urls.FirstOrDefault()?.TrimEnd('/');
        Console.WriteLine($"""

            居民助手已经启动。
              居民聊天    {address}/chat
              工作台      {address}/staff
            """);
        if (seeded is not null)
        {
            Console.WriteLine($"""
                  登录        {seeded.Sentence}
                  试一试      {address}/chat#c={Pilot.KnownCode.Replace("-", "", StringComparison.Ordinal)}（像 3号楼2单元501 的住户扫了信上的二维码）
                按 Ctrl+C 停下。
                """);
        }
    }
}
