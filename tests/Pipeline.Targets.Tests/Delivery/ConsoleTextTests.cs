using Pipeline.Targets.Face;

namespace Pipeline.Targets.Delivery;

public sealed class ConsoleTextTests
{
    [Fact]
    public void Wrap_LineThatFits_IsLeftAsItIs()
    {
        var line = new string('x', 80);

        var rows = ConsoleText.Wrap(line);

        rows.ShouldBe([line]);
    }

    [Fact]
    public void Wrap_NameAndText_HangsTheRestBelowTheText()
    {
        var rows = ConsoleText.Wrap("  stable     " + string.Join(' ', Enumerable.Repeat("words", 20)));

        rows.ShouldBe(
        [
            "  stable     words words words words words words words words words words words",
            "             words words words words words words words words words",
        ]);
    }

    [Fact]
    public void Wrap_SentenceWithoutAName_HangsTheRestByTwo()
    {
        var rows = ConsoleText.Wrap(string.Join(' ', Enumerable.Repeat("words", 16)));

        rows.Last().ShouldBe("  words words words");
    }

    [Fact]
    public void Wrap_WordLongerThanARow_StaysWhole()
    {
        var address = "http://" + new string('a', 100);

        var rows = ConsoleText.Wrap($"  way back  see {address} for more");

        rows.ShouldBe(["  way back  see", $"            {address}", "            for more"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Wrap_RandomText_LosesNoWordAndFits(int seed)
    {
        var random = new Random(seed);
        var words = Enumerable.Range(0, 200).Select(_ => new string('w', random.Next(1, 40))).ToArray();

        var rows = ConsoleText.Wrap("  name  " + string.Join(' ', words)).ToArray();

        rows.ShouldAllBe(x => x.Length <= 80);
        string.Join(' ', rows).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].ShouldBe(words);
    }

    [Fact]
    public void Wrap_ControlCharacters_DoNotReachTheTerminal()
    {
        var rows = ConsoleText.Wrap("its log says \u001b[31mred\u001b[0m\r\n");

        rows.ShouldBe(["its log says  [31mred [0m"]);
    }
}
