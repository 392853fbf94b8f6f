using System.Security.Cryptography;
using System.Text;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>Signature and encryption, bit for bit as the vendor publishes them.</summary>
public sealed class CallbackCryptoTests
{
    private const string Corp = "wx5823bf96d3bd56c7";
    private static readonly CallbackCrypto Crypto = new(Samples.Token, Samples.Key, Corp);
    private static readonly CallbackCrypto Robot = new(Samples.Token, Samples.Key, "");

    [Fact]
    public void Published_url_verification_is_read() => Reads(Crypto, Samples.Verification, "1616140317555161061");

    [Fact]
    public void Published_xml_message_is_read()
    {
        Reads(Crypto, Samples.Xml, Samples.XmlPlain);

        var said = CallbackXml.Event(Samples.XmlPlain)!;
        said.MsgType.ShouldBe("text");
        said.From.ShouldBe("mycreate");
        said.Content.ShouldBe("hello");
        said.MessageId.ShouldBe("4561255354251345929");
        said.AgentId.ShouldBe("218");
        said.CreatedAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1409659813));
    }

    [Fact]
    public void Published_json_message_is_read_as_it_stands() => Reads(Crypto, Samples.Json, Samples.JsonPlain);

    [Fact]
    public void Verification_is_written_bit_for_bit()
    {
        var made = Crypto.Seal("1616140317555161061", "1409659813", "1372623149", "0123456789abcdef"u8);

        made.Encrypt.ShouldBe("sKqRbbiSUnDhFHOvPjtUMWzf2R8PrpMiTTPaicBgqZlYW/WsF6SiFd2z9CriX2YpWYzF1yrNNQ0SomM3ovdnfA==");
        made.Signature.ShouldBe("a8498dda3672bf27adfc6a4a85e7a9ffa9243566");
    }

    [Fact]
    public void Robot_message_is_written_and_read_bit_for_bit()
    {
        const string Plain = """{"msgid":"M1","aibotid":"AIB","chatid":"C1","chattype":"group","from":{"userid":"zhangsan"},"msgtype":"text","text":{"content":"@机器人 停水到几点"}}""";
        var made = Robot.Seal(Plain, "1700000000", "nonce1", "0123456789abcdef"u8);

        made.Encrypt.ShouldBe("sKqRbbiSUnDhFHOvPjtUMaLEfjyzzyTsHASubY8aLIU/HUQ1THFV6bAcSmlxQ0OHdHGyzPx79AR0klsKXK5FoxcVzFRiUJjuNLfQLdKvExO6inIJRnA0PYo/CWPn1Pf15PE06/F765JGSSxxzu1YwZDR0eJJRStLabrm/AwIgDxHrtFL+Osp4QCKVFyS77B4iDZ+NoToDaJJGRtScCPDVeFhZVsvwP3SD6/Kop+73QrWMYXCPi6jC8PCaHCuiwXT");
        made.Signature.ShouldBe("96c5532ba6851474097efc7432826bfcfb42c3c6");
        Robot.Open(made.Signature, "1700000000", "nonce1", made.Encrypt).Plain.ShouldBe(Plain);
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(1, 32)]
    [InlineData(11, 32)]
    [InlineData(12, 64)]
    public void Padding_fills_blocks_of_32_and_is_never_absent(int length, int cipher) =>
        Convert.FromBase64String(Robot.Seal(new string('a', length), "1", "n").Encrypt).Length.ShouldBe(cipher);

    [Fact]
    public void Every_seal_has_random_bytes_of_its_own() => Crypto.Seal("a", "1", "n").Encrypt.ShouldNotBe(Crypto.Seal("a", "1", "n").Encrypt);

    [Fact]
    public void What_is_wrong_is_told_and_never_thrown()
    {
        var (signature, timestamp, nonce, encrypt) = Samples.Xml;
        Crypto.Open(signature[..^1] + "0", timestamp, nonce, encrypt).Fault.ShouldBe(CallbackFault.Signature);
        Crypto.Open(signature, timestamp + "1", nonce, encrypt).Fault.ShouldBe(CallbackFault.Signature);
        Crypto.Open("", timestamp, nonce, encrypt).Fault.ShouldBe(CallbackFault.Signature);
        Crypto.Open("\ud800", timestamp, nonce + "\ud800", encrypt).Fault.ShouldBe(CallbackFault.Signature);
        new CallbackCrypto(Samples.Token, Samples.Key, "another").Decrypt(encrypt).Fault.ShouldBe(CallbackFault.Receiver);
        new CallbackCrypto(Samples.Token, Samples.Key, "").Decrypt(encrypt).Fault.ShouldBe(CallbackFault.Receiver);
        Crypto.Decrypt("not base64").Fault.ShouldBe(CallbackFault.Base64);
        Crypto.Decrypt(encrypt[..^1]).Fault.ShouldBe(CallbackFault.Base64);
        Crypto.Decrypt("").Fault.ShouldBe(CallbackFault.Length);
        // Some other key: whatever comes out is refused.
        new CallbackCrypto(Samples.Token, new string('k', 43), Corp).Decrypt(encrypt).Plain.ShouldBeNull();
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var cipher = Convert.FromBase64String(Samples.Xml.Encrypt);
        for (var length = 0; length < cipher.Length; length++)
            Crypto.Decrypt(Convert.ToBase64String(cipher.AsSpan(0, length))).Plain.ShouldBeNull();
    }

    [Fact]
    public void A_length_that_lies_is_refused()
    {
        foreach (var claimed in new uint[] { 4, 100, int.MaxValue, 0x80000000, uint.MaxValue - 20, uint.MaxValue })
        {
            byte[] plain = [.. new byte[16], (byte)(claimed >> 24), (byte)(claimed >> 16), (byte)(claimed >> 8), (byte)claimed, .. "abc"u8, .. Enumerable.Repeat((byte)9, 9)];
            Robot.Decrypt(Encrypted(plain)).Fault.ShouldBe(CallbackFault.Length, $"claimed {claimed}");
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[] plain = [.. new byte[19], 2, 0xC0, 0x80, .. Enumerable.Repeat((byte)10, 10)];

        Robot.Decrypt(Encrypted(plain)).Fault.ShouldBe(CallbackFault.Text);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("has a space in it, and is 43 letters long  ")]
    public void A_key_that_is_none_is_refused(string key)
    {
        CallbackCrypto.IsKey(key).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new CallbackCrypto("t", key, "")).Message.ShouldNotContain(key);
    }

    [Fact]
    public void Spare_bits_of_the_last_letter_do_not_matter()
    {
        var made = Robot.Seal("您好", "1", "n");

        new CallbackCrypto(Samples.Token, Samples.Key[..^1] + "D", "").Decrypt(made.Encrypt).Plain.ShouldBe("您好");
    }

    private static void Reads(CallbackCrypto crypto, (string Signature, string Timestamp, string Nonce, string Encrypt) sample, string plain)
    {
        crypto.Sign(sample.Timestamp, sample.Nonce, sample.Encrypt).ShouldBe(sample.Signature);
        var opened = crypto.Open(sample.Signature, sample.Timestamp, sample.Nonce, sample.Encrypt);
        opened.Fault.ShouldBe(CallbackFault.None);
        opened.Plain.ShouldBe(plain);
    }

    private static string Encrypted(byte[] plain)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(Samples.Key + "=");
        return Convert.ToBase64String(aes.EncryptCbc(plain, aes.Key.AsSpan(0, 16), PaddingMode.None));
    }
}
