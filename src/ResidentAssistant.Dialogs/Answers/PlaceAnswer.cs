namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads a place in or around the home; the words stay the label.</summary>
public static class PlaceAnswer
{
    private static readonly (string Word, string Value)[] Places =
    [
        ("厨房", "kitchen"), ("灶", "kitchen"), ("卫生间", "bathroom"), ("厕所", "bathroom"), ("洗手间", "bathroom"), ("浴室", "bathroom"), ("茅房", "bathroom"),
        ("阳台", "balcony"), ("客厅", "living-room"), ("卧室", "bedroom"), ("楼道", "stairwell"), ("楼梯", "stairwell"), ("电梯", "stairwell"), ("走廊", "stairwell"),
        ("地下室", "basement"), ("车库", "basement"), ("楼顶", "roof"), ("屋顶", "roof"), ("院", "yard"), ("楼下", "yard"), ("门口", "yard"), ("小区", "yard"),
    ];

    /// <summary>A known place, or the words themselves; null if there are none or they tell a story.</summary>
    public static SlotValue? Parse(string text)
    {
        var words = Fold.Clean(text, 200);
        if (words.Length == 0 || !words.Any(char.IsLetterOrDigit)) return null;
        foreach (var (word, value) in Places)
            if (words.Contains(word, StringComparison.Ordinal)) return new(value, words);
        return words.Length <= 60 ? new(words, words) : null;
    }
}
