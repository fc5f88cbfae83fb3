namespace Pipeline.Polyfills.Scriban;

public class RecordedTemplateTests
{
    private const int RecordedCount = 46;

    public static TheoryData<int> Cases => [.. Enumerable.Range(1, RecordedCount)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Template_ThatTheRealPackageRendered_HasTheSameResult(int number)
    {
        var file = Directory.GetFiles(RecordedRun.Folder, $"{number:D2}-*.sbn").ShouldHaveSingleItem();
        var context = RecordedRun.Context();
        context.StrictVariables = Name(file).StartsWith("strict", StringComparison.Ordinal);

        var result = RecordedRun.Of(File.ReadAllText(file), Name(file), context);

        result.ShouldBe(File.ReadAllText(Path.ChangeExtension(file, ".expected")));
    }

    [Fact]
    public void Recordings_InTheFolder_AreAllCompared()
    {
        var files = Directory.GetFiles(RecordedRun.Folder, "*.sbn");

        files.Length.ShouldBe(RecordedCount);
    }

    private static string Name(string file) => Path.GetFileName(file)[3..];
}
