namespace Pipeline.Polyfills.Scriban;

public class BrokenTemplateTests : OwnTests
{
    private const string Inserted = "{}[]()|.,:;@$?!=<>+-*/%#'\"`\\~&\n 0z";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 46)];

    [Theory]
    [InlineData("{{", "OUTPUT")]
    [InlineData("{{ 'text", "PARSE ERRORS")]
    [InlineData("{{ \"text", "PARSE ERRORS")]
    [InlineData("{{ `text", "PARSE ERRORS")]
    [InlineData("{{ \"text\\", "PARSE ERRORS")]
    [InlineData("{{ \"\\u12", "PARSE ERRORS")]
    [InlineData("{{ $\"text {1", "PARSE ERRORS")]
    [InlineData("{{ ## comment", "PARSE ERRORS")]
    [InlineData("{%{ escaped", "PARSE ERRORS")]
    [InlineData("{{ (1", "PARSE ERRORS")]
    [InlineData("{{ [1, 2", "PARSE ERRORS")]
    [InlineData("{{ { a: 1", "PARSE ERRORS")]
    [InlineData("{{ f(1,", "PARSE ERRORS")]
    [InlineData("{{ a[1", "PARSE ERRORS")]
    [InlineData("{{ a.", "PARSE ERRORS")]
    [InlineData("{{ a ? 1", "PARSE ERRORS")]
    [InlineData("{{ a |", "PARSE ERRORS")]
    [InlineData("{{ a =", "PARSE ERRORS")]
    [InlineData("{{ if", "PARSE ERRORS")]
    [InlineData("{{ for", "PARSE ERRORS")]
    [InlineData("{{ for a", "PARSE ERRORS")]
    [InlineData("{{ for a in", "PARSE ERRORS")]
    [InlineData("{{ while true", "PARSE ERRORS")]
    [InlineData("{{ case 1", "PARSE ERRORS")]
    [InlineData("{{ case 1 }}{{ when", "PARSE ERRORS")]
    [InlineData("{{ func", "PARSE ERRORS")]
    [InlineData("{{ func f(", "PARSE ERRORS")]
    [InlineData("{{ func f(a, ", "PARSE ERRORS")]
    [InlineData("{{ capture", "PARSE ERRORS")]
    [InlineData("{{ with", "PARSE ERRORS")]
    [InlineData("{{ wrap", "PARSE ERRORS")]
    [InlineData("{{ tablerow", "PARSE ERRORS")]
    [InlineData("{{ end }}", "PARSE ERRORS")]
    [InlineData("{{ else }}", "PARSE ERRORS")]
    [InlineData("{{ 1 2 }}", "PARSE ERRORS")]
    [InlineData("{{ 1 = 2 }}", "PARSE ERRORS")]
    [InlineData("{{ a++ }}", "PARSE ERRORS")]
    [InlineData("{{ \u0001 }}", "PARSE ERRORS")]
    [InlineData("{{ break }}", "RUNTIME ERROR")]
    public void Template_ThatIsCutOff_SaysSo(string text, string kind)
    {
        var result = RecordedRun.Of(text, "cut.sbn", new());

        result.Split('\n')[0].ShouldBe(kind);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Template_ThatIsMutated_RendersOrFailsWithAnError(int number)
    {
        var file = Directory.GetFiles(RecordedRun.Folder, $"{number:D2}-*.sbn").ShouldHaveSingleItem();
        var text = File.ReadAllText(file);
        var random = new Random(number);
        string[] kinds = ["OUTPUT", "PARSE ERRORS", "RUNTIME ERROR"];

        for (var i = 0; i < 100; i++)
        {
            var mutated = Mutated(text, random, 1 + (i % 4));
            var result = RecordedRun.Of(mutated, "mutated.sbn", RecordedRun.Context());
            kinds.ShouldContain(result.Split('\n')[0], mutated);
        }
    }

    private static string Mutated(string text, Random random, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var at = random.Next(text.Length);
            var length = random.Next(Math.Min(12, text.Length - at));
            text = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Inserted[random.Next(Inserted.Length)].ToString()),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                _ => text[..at] + Inserted[random.Next(Inserted.Length)] + text[(at + 1)..],
            };
            text = text.Length == 0 ? "{{" : text;
        }

        return text;
    }
}
