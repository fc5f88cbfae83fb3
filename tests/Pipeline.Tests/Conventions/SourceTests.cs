using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline.Conventions;

/// <summary>Holds every source file to the budgets and bans of the house.</summary>
public sealed partial class SourceTests
{
    private const int MostLines = 400;
    private const int MostColumns = 130;

    private static readonly IReadOnlyList<string> Sources =
        [.. new[] { "build", "src", "tests", "bench" }
            .Select(x => Path.Combine(Repository.Root, x))
            .Where(Directory.Exists)
            .SelectMany(x => Directory.EnumerateFiles(x, "*.cs", SearchOption.AllDirectories))];

    [Fact]
    public void File_Any_FitsTheBudget()
    {
        var tooLong = Sources.Where(x => File.ReadLines(x).Count() > MostLines);

        tooLong.ShouldBeEmpty($"A file has at most {MostLines} lines, and 200 are enough for most: split by concept.");
    }

    [Fact]
    public void Line_Any_FitsTheBudget()
    {
        var tooWide = Places(Sources, x => x.Length > MostColumns);

        tooWide.ShouldBeEmpty($"A line has at most {MostColumns} characters.");
    }

    [Fact]
    public void Source_OfTheToolkit_InjectsTimeAndChance()
    {
        var toolkit = Sources.Where(x => x.Contains($"{Path.DirectorySeparatorChar}Pipeline.") && x.Contains("/src/"));

        Places(toolkit, x => Ambient().IsMatch(x)).ShouldBeEmpty(
            "Time, chance and culture are injected: results must be reproducible.");
    }

    [Fact]
    public void Source_Any_HasNoLeftovers()
    {
        var shipped = Sources.Where(x => !x.Contains("/tests/"));

        Places(shipped, x => Leftover().IsMatch(x)).ShouldBeEmpty("No notes to oneself, regions or suppressed warnings.");
    }

    [Fact]
    public void LogMessages_OfAProject_AreInOneFile()
    {
        var scattered = Sources.Where(x => x.Contains("/src/") && File.ReadAllText(x).Contains("[LoggerMessage("))
            .GroupBy(x => Path.GetRelativePath(Path.Combine(Repository.Root, "src"), x).Split(Path.DirectorySeparatorChar)[0])
            .Where(x => x.Count() > 1);

        scattered.SelectMany(x => x).ShouldBeEmpty(
            "The generator writes several classes in an order that differs from build to build; images must not. Use one.");
    }

    [Fact]
    public void Type_OfTheToolkit_HasNoEmptySuffix()
    {
        var toolkit = Sources.Where(x => x.Contains("/src/Pipeline."));

        Places(toolkit, x => EmptySuffix().IsMatch(x)).ShouldBeEmpty(
            "Manager, Helper, Util, Processor, Handler, Info, Base and Impl say nothing; docs/vocabulary.md has words that do.");
    }

    [Fact]
    public void Namespace_OfTheToolkit_IsItsFolder()
    {
        var root = Path.Combine(Repository.Root, "src");
        var astray = Sources.Where(x => x.StartsWith(Path.Combine(root, "Pipeline."), StringComparison.Ordinal))
            .Where(x => !File.ReadAllText(x).Contains($"namespace {Namespace(Path.GetRelativePath(root, x))};"));

        astray.ShouldBeEmpty("A folder is a concept, and its name is the namespace's.");
    }

    private static string Namespace(string path) => Path.GetDirectoryName(path)!.Replace(Path.DirectorySeparatorChar, '.');

    private static IReadOnlyList<string> Places(IEnumerable<string> files, Func<string, bool> isBad) =>
        [.. from file in files
            from line in File.ReadLines(file).Index()
            where isBad(line.Item)
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1}: {line.Item.Trim()}"];

    [GeneratedRegex(
        @"\b(DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|Guid\.NewGuid|Random\.Shared|CultureInfo\.Current\w*)|new Random\(\)")]
    private static partial Regex Ambient();

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b|NotImplemented" + @"Exception|#region|#pragma|SuppressMessage")]
    private static partial Regex Leftover();

    [GeneratedRegex(
        @"\b(class|record|struct|interface|enum) \w+(Manager|Helper|Helpers|Util|Utils|Processor|Handler|Info|Base|Impl)\b")]
    private static partial Regex EmptySuffix();
}
