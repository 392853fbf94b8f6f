using System.Text;
using System.Text.Json;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>Tencent's own npm package reads what we write, and we read what it writes.</summary>
public sealed class TencentCryptoTests
{
    private const int Seed = 20261123;

    // One JSON line in, one out: what we encrypted is opened, what we are to open is encrypted.
    private const string Script = """
        const { encrypt, decrypt, getSignature } = require('@wecom/crypto');
        const lines = require('readline').createInterface({ input: process.stdin, crlfDelay: Infinity });
        lines.on('line', line => {
          const { key, token, id, plain, theirs, timestamp, nonce } = JSON.parse(line);
          const opened = decrypt(key, theirs);
          const made = encrypt(key, plain, id);
          console.log(JSON.stringify({
            message: opened.message, id: opened.id, theirSignature: getSignature(token, timestamp, nonce, theirs),
            made, signature: getSignature(token, timestamp, nonce, made),
          }));
        });
        """;

    private static int Count => Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 10_000 : 200;

    [Fact]
    public async Task Random_messages_pass_both_ways()
    {
        var random = new Random(Seed);
        // By portions: ten thousand messages at once would be half a gigabyte of text.
        for (var done = 0; done < Count; done += 500) await PassAsync(random, [.. Enumerable.Range(done, Math.Min(500, Count - done))]);
    }

    private static async Task PassAsync(Random random, int[] numbers)
    {
        var rounds = numbers.Select(i => Ask(random, i)).ToList();

        var answers = await ScriptAsync(rounds.Select(r => JsonSerializer.Serialize(r.Asked, JsonSerializerOptions.Web)));

        answers.Length.ShouldBe(rounds.Count);
        foreach (var (line, (asked, crypto)) in answers.Zip(rounds))
        {
            var answer = JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!;
            answer.Message.ShouldBe(asked.Plain);
            answer.Id.ShouldBe(asked.Id);
            answer.TheirSignature.ShouldBe(asked.Signature);
            crypto.Open(answer.Signature, asked.Timestamp, asked.Nonce, answer.Made).Plain.ShouldBe(asked.Plain);
        }
    }

    private static async Task<string[]> ScriptAsync(IEnumerable<string> lines)
    {
        using var node = NodePackages.Start("-e", Script);
        var said = node.StandardOutput.ReadToEndAsync();
        var faults = node.StandardError.ReadToEndAsync();
        foreach (var line in lines) await node.StandardInput.WriteLineAsync(line);
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        (await faults).ShouldBe("");
        return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static (Question Asked, CallbackCrypto Crypto) Ask(Random random, int number)
    {
        var (token, id, key) = (Word(random, random.Next(1, 33)), random.Next(4) == 0 ? "" : Word(random, random.Next(1, 40)), Word(random, 43));
        var crypto = new CallbackCrypto(token, key, id);
        // First the very lengths at which the padding turns.
        var plain = Text(random, number < 100 ? number : random.Next(20_001));
        var (timestamp, nonce) = ($"{random.Next(1_400_000_000, int.MaxValue)}", $"{random.Next()}");
        var sealing = crypto.Seal(plain, timestamp, nonce);
        return (new Question(key, token, id, plain, sealing.Encrypt, timestamp, nonce, sealing.Signature), crypto);
    }

    private static string Word(Random random, int length) => random.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);

    /// <summary>Text of exactly that many bytes: letters, Chinese, emoji, control characters.</summary>
    private static string Text(Random random, int bytes)
    {
        var text = new StringBuilder();
        while (bytes > 0)
        {
            var rune = random.Next(4) switch
            {
                0 when bytes >= 3 => new Rune(random.Next(0x4E00, 0x9FA5)),
                1 when bytes >= 4 => new Rune(random.Next(0x1F300, 0x1F600)),
                2 when bytes >= 2 => new Rune(random.Next(0x80, 0x7FF)),
                _ => new Rune(random.Next(0x80)),
            };
            text.Append(rune.ToString());
            bytes -= rune.Utf8SequenceLength;
        }

        return text.ToString();
    }

    private sealed record Question(string Key, string Token, string Id, string Plain, string Theirs, string Timestamp, string Nonce, string Signature);

    private sealed record Answer(string Message, string Id, string TheirSignature, string Made, string Signature);
}
