namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>How words are read before they are compared.</summary>
/// <param name="Normal">The form in which texts are compared.</param>
/// <param name="Syllable">A character's sound, such as <c>shui</c>, or null when it has none; null: nothing is found by its sound.</param>
internal sealed record Hearing(Func<string, string> Normal, Func<char, string?>? Syllable);
