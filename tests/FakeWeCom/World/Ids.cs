using System.Security.Cryptography;
using System.Text;

namespace FakeWeCom.World;

/// <summary>Names and numbers as the vendor gives them; the same seed gives the same ones.</summary>
internal sealed class Ids(int seed)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private readonly Random random = new(seed);
    private long numbers = 7_400_000_000_000_000_000;

    /// <summary>The dice of this world.</summary>
    public Random Dice => random;

    /// <summary>Letters and digits behind a prefix.</summary>
    public string Word(string prefix, int length)
    {
        var word = new StringBuilder(prefix);
        while (word.Length < length) word.Append(Letters[random.Next(Letters.Length)]);
        return word.ToString();
    }

    /// <summary>A 64-bit number above all given before.</summary>
    public long Number() => numbers += 1 + random.Next(1000);

    /// <summary>A name that is the same for the same words, whatever came before.</summary>
    public static string Of(string prefix, string words) => prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..30];
}
