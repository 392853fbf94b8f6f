namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads a place in or around the home; the words stay the label.</summary>
public static class PlaceAnswer
{
    // Names too wide to be taken out of a message that answers something else: 院 stands in 医院 too.
    private static readonly string[] Outside = ["院", "楼下", "门口", "小区"];

    /// <summary>A known place, or the words themselves; null if there are none or they tell a story.</summary>
    public static SlotValue? Parse(string text)
    {
        var words = Fold.Clean(text, 200);
        if (words.Length == 0 || !words.Any(char.IsLetterOrDigit)) return null;
        if (RoomAnswer.First(words) is { } room) return new(room, words);
        if (words.Contains("电梯", StringComparison.Ordinal)) return new("stairwell", words);
        if (Outside.Any(o => words.Contains(o, StringComparison.Ordinal))) return new("yard", words);
        return words.Length <= 60 ? new(words, words) : null;
    }
}
