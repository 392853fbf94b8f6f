using System.Text;
using ResidentAssistant.Tests.Infrastructure;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>Callbacks that somebody has bent, from the outside and with the keys: never a fault, and the memory stays flat.</summary>
public sealed class CallbackFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261124;
    private static readonly byte[][] Scraps = [[0], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], .. new[] { "<!DOCTYPE a>", "<![CDATA[", "]]>", "&#0;", "&amp", "<?xml version='1.0' encoding='utf-16'?>", "<?xml version='1.0' encoding='x-no'?>", "</xml>", "<a b='", "'; drop table turns; --", "💧", "<Encrypt/>", "xmlns:a='b'", "%00" }.Select(Encoding.UTF8.GetBytes)];

    private static int Count => Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 10_000 : 1_000;

    [BothDatabases]
    public async Task Bent_callbacks_never_cause_a_fault(Provider provider)
    {
        await using var host = await CallbackHost.StartAsync(provider);
        var random = new Random(Seed);
        var statuses = new SortedDictionary<int, int>();
        long before = 0;
        for (var i = 0; i < Count; i++)
        {
            if (i == Count / 5) before = GC.GetTotalMemory(forceFullCollection: true);
            var (status, body) = await BendAsync(host, random, i);
            status.ShouldBeInRange(200, 499, $"callback {i}");
            body.ShouldNotContain("Exception");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{Count} callbacks: {string.Join(", ", statuses.Select(s => $"{s.Key}: {s.Value}"))}; grown by {grown / 1024} KB");
        // The kept log lines and events are the test's own.
        grown.ShouldBeLessThan(Count * 6L * 1024);
        host.Log.Lines.ShouldAllBe(l => !l.StartsWith("Error", StringComparison.Ordinal) && !l.StartsWith("Critical", StringComparison.Ordinal));
        (await host.DeliverAsync(CallbackHost.Message("还好吗"))).Status.ShouldBe(200);
    }

    private static async Task<(int Status, string Body)> BendAsync(CallbackHost host, Random random, int number)
    {
        var plain = Encoding.UTF8.GetBytes(CallbackHost.Message($"第{number}句", number));
        var (timestamp, nonce) = (host.Now, CallbackHost.NextNonce());
        switch (random.Next(6))
        {
            case 0:
                // Signed and encrypted, bent inside.
                return await host.DeliverAsync(Encoding.UTF8.GetString(Bent(random, plain)), timestamp, nonce);
            case 1:
                // Signed, the ciphertext bent.
                var bent = Encoding.Latin1.GetString(Bent(random, Encoding.ASCII.GetBytes(host.Crypto.Seal(CallbackHost.Message("一"), timestamp, nonce).Encrypt)));
                return await host.PostAsync(host.Crypto.Sign(timestamp, nonce, bent), timestamp, nonce, Encoding.UTF8.GetBytes(CallbackHost.Envelope(bent)));
            case 2:
                // Right, the envelope bent.
                var good = host.Crypto.Seal(CallbackHost.Message("一"), timestamp, nonce);
                return await host.PostAsync(good.Signature, timestamp, nonce, Bent(random, Encoding.UTF8.GetBytes(CallbackHost.Envelope(good.Encrypt))));
            case 3:
                // Right, a part of the query bent, perhaps with a signature that fits it.
                var odd = Encoding.UTF8.GetString(Bent(random, Encoding.ASCII.GetBytes(random.Next(2) == 0 ? nonce : timestamp)));
                var made = host.Crypto.Seal(CallbackHost.Message("一"), random.Next(2) == 0 ? odd : timestamp, odd);
                return await host.PostAsync(made.Signature, made.Timestamp, made.Nonce, Encoding.UTF8.GetBytes(CallbackHost.Envelope(made.Encrypt)));
            case 4:
                // Random bytes.
                var noise = new byte[random.Next(3000)];
                random.NextBytes(noise);
                return await host.PostAsync(new string('a', random.Next(42)), timestamp, nonce, noise);
            default:
                return await host.DeliverAsync(CallbackHost.Message($"第{number}句", number), timestamp, nonce);
        }
    }

    private static byte[] Bent(Random random, byte[] bytes)
    {
        var bent = bytes.ToList();
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(bent.Count + 1);
            switch (random.Next(4))
            {
                case 0: bent.InsertRange(at, Scraps[random.Next(Scraps.Length)]); break;
                case 1: bent.RemoveRange(at, Math.Min(bent.Count - at, random.Next(30))); break;
                case 2 when at < bent.Count: bent[at] ^= (byte)(1 << random.Next(8)); break;
                default: bent.InsertRange(at, bent.Take(random.Next(20)).ToArray()); break;
            }
        }

        return [.. bent];
    }
}
