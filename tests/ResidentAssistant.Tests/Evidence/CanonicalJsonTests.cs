using ResidentAssistant.Evidence;

namespace ResidentAssistant.Tests.Evidence;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Names_are_sorted_by_their_utf16_code_units()
    {
        // The sample of RFC 8785, 3.2.3: an emoji (a surrogate) comes before a letter of the private use area and after Hebrew.
        var text = CanonicalJson.Write(new Dictionary<string, object?>
        {
            ["\u20ac"] = "Euro Sign", ["\r"] = "Carriage Return", ["\ufb33"] = "Hebrew Letter Dalet With Dagesh", ["1"] = "One",
            ["\ud83d\ude00"] = "Emoji: Grinning Face", ["\u0080"] = "Control", ["\u00f6"] = "Latin Small Letter O With Diaeresis",
        });

        text.ShouldBe("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    [Fact]
    public void Only_what_must_be_escaped_is_escaped()
    {
        CanonicalJson.Write(new Dictionary<string, object?> { ["s"] = "\u20ac$\u000F\nA'B\"\\\\\"/\u2028<同意>\u007f\0" })
            .ShouldBe("{\"s\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u2028<同意>\u007f\\u0000\"}");
    }

    [Fact]
    public void Every_kind_of_fact_has_one_form()
    {
        var id = Guid.Parse("0193B5C8-7A00-7000-8000-00000000002A");

        CanonicalJson.Write(new Dictionary<string, object?>
        {
            ["f"] = new[] { "b", "a" }, ["e"] = new DateOnly(2026, 11, 2), ["d"] = new DateTimeOffset(2026, 11, 2, 10, 0, 0, 7, TimeSpan.FromHours(8)).AddTicks(9),
            ["c"] = null, ["b"] = true, ["a"] = -9007199254740991L, ["g"] = id, ["h"] = 0, ["i"] = new Dictionary<string, object?> { ["z"] = 1, ["y"] = "" },
        }).ShouldBe("""{"a":-9007199254740991,"b":true,"c":null,"d":"2026-11-02T02:00:00.007Z","e":"2026-11-02","f":["b","a"],"g":"0193b5c8-7a00-7000-8000-00000000002a","h":0,"i":{"y":"","z":1}}""");
    }

    [Fact]
    public void Half_a_character_is_replaced_and_a_number_too_large_for_a_double_is_refused()
    {
        CanonicalJson.Write(new Dictionary<string, object?> { ["a"] = "x\ud83d", ["b"] = "\ude00y" }).ShouldBe("{\"a\":\"x\ufffd\",\"b\":\"\ufffdy\"}");
        Should.Throw<ArgumentException>(() => CanonicalJson.Write(new Dictionary<string, object?> { ["a"] = 1L << 53 }));
        Should.Throw<ArgumentException>(() => CanonicalJson.Write(new Dictionary<string, object?> { ["a"] = 0.5 }));
    }
}
