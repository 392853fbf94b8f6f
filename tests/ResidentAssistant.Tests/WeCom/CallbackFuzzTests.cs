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

        await BombardAsync(host.Vendor, new Random(Seed), 0, Count / 2);

        host.Log.Lines.ShouldAllBe(l => !l.StartsWith("Error", StringComparison.Ordinal) && !l.StartsWith("Critical", StringComparison.Ordinal) && !l.Contains("Exception", StringComparison.Ordinal));
        (await host.Vendor.DeliverAsync(CallbackSender.Message("还好吗"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Memory_of_the_program_stays_flat_under_them()
    {
        await using var database = await TestDatabase.EmptyOnAsync(Provider.Sqlite);
        using var keys = new TestKeys();
        using var app = new AppProcess(new(CallbackHost.Settings)
        {
            ["Storage:ConnectionString"] = database.Settings.ConnectionString, ["Keys:Path"] = keys.Folder.FullName, ["Logging:LogLevel:Default"] = "Error",
        });
        await app.StartAsync();
        using var vendor = new CallbackSender(app.Address, TimeProvider.System);
        var random = new Random(Seed);
        await BombardAsync(vendor, random, 0, Count / 2);
        var before = app.Memory;

        await BombardAsync(vendor, random, Count / 2, Count);

        output.WriteLine($"{before >> 20} MB after the first half, {app.Memory >> 20} MB after the second");
        (app.Memory - before).ShouldBeLessThan(48L << 20);
    }

    private async Task BombardAsync(CallbackSender vendor, Random random, int from, int to)
    {
        var statuses = new SortedDictionary<int, int>();
        for (var i = from; i < to; i++)
        {
            var (status, body) = await BendAsync(vendor, random, i);
            status.ShouldBeInRange(200, 499, $"callback {i}");
            body.ShouldNotContain("Exception");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        output.WriteLine($"{to - from} callbacks: {string.Join(", ", statuses.Select(s => $"{s.Key}: {s.Value}"))}");
    }

    private static async Task<(int Status, string Body)> BendAsync(CallbackSender vendor, Random random, int number)
    {
        var plain = Encoding.UTF8.GetBytes(CallbackSender.Message($"第{number}句", number));
        var (timestamp, nonce) = (vendor.Now, CallbackSender.NextNonce());
        switch (random.Next(6))
        {
            case 0:
                // Signed and encrypted, bent inside.
                return await vendor.DeliverAsync(Encoding.UTF8.GetString(Bent(random, plain)), timestamp, nonce);
            case 1:
                // Signed, the ciphertext bent.
                var bent = Encoding.Latin1.GetString(Bent(random, Encoding.ASCII.GetBytes(vendor.Crypto.Seal(CallbackSender.Message("一"), timestamp, nonce).Encrypt)));
                return await vendor.PostAsync(vendor.Crypto.Sign(timestamp, nonce, bent), timestamp, nonce, Encoding.UTF8.GetBytes(CallbackSender.Envelope(bent)));
            case 2:
                // Right, the envelope bent.
                var good = vendor.Crypto.Seal(CallbackSender.Message("一"), timestamp, nonce);
                return await vendor.PostAsync(good.Signature, timestamp, nonce, Bent(random, Encoding.UTF8.GetBytes(CallbackSender.Envelope(good.Encrypt))));
            case 3:
                // Right, a part of the query bent, perhaps with a signature that fits it.
                var odd = Encoding.UTF8.GetString(Bent(random, Encoding.ASCII.GetBytes(random.Next(2) == 0 ? nonce : timestamp)));
                var made = vendor.Crypto.Seal(CallbackSender.Message("一"), random.Next(2) == 0 ? odd : timestamp, odd);
                return await vendor.PostAsync(made.Signature, made.Timestamp, made.Nonce, Encoding.UTF8.GetBytes(CallbackSender.Envelope(made.Encrypt)));
            case 4:
                // Random bytes.
                var noise = new byte[random.Next(3000)];
                random.NextBytes(noise);
                return await vendor.PostAsync(new string('a', random.Next(42)), timestamp, nonce, noise);
            default:
                return await vendor.DeliverAsync(CallbackSender.Message($"第{number}句", number), timestamp, nonce);
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
