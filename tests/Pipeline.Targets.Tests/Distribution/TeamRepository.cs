using System.Text.Json;
using Pipeline.Testing;

namespace Pipeline.Targets.Distribution;

/// <summary>A repository that a team made of the template, with nothing of the toolkit but packages.</summary>
internal sealed class TeamRepository : IDisposable
{
    private const string Manifest = "models/churn/model.yml";
    private const string Build = "build/Build.cs";

    private readonly TemporaryFolder _folder = new();

    public TeamRepository(PackedFeed feed)
    {
        (string, string?)[] home = [("DOTNET_CLI_HOME", _folder["home"]), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1")];
        foreach (var command in new[]
        {
            $"new install {feed.PathOf("Pipeline.Templates", feed.Version)}", $"new pipeline -o {Root}",
        })
        {
            var run = Child.Run("dotnet", command.Split(' '), _folder.Path, home);
            run.ExitCode.ShouldBe(0, run.Text);
        }

        // Besides the feeds that the machine knows.
        Write("nuget.config",
            $"""<configuration><packageSources><add key="toolkit" value="{feed.Folder}" /></packageSources></configuration>""");
    }

    public string Root => _folder["churn"];

    /// <summary>Where environments keep what runs.</summary>
    public string State => _folder["state"];

    /// <summary>A target, an expectation, a metric, a trainer and its flavor, all of the team's own.</summary>
    public void AddOwnParts()
    {
        Change(Build, "using Pipeline.Targets;", "using Nuke.Common;\nusing Pipeline.Targets;");
        Change(Build, "    public static int Main()",
            """
                Target CountCustomers => _ => _
                    .Description("Counts the customers whose data is here")
                    .Executes(() =>
                    {
                        var data = RootDirectory / "models" / "churn" / "data" / "customers.csv";
                        Console.WriteLine($"{File.ReadLines(data).Skip(1).Count()} customers");
                    });

                public static int Main()
            """);
        Write("extensions/ChurnParts/ChurnParts.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">

              <ItemGroup>
                <PackageReference Include="Pipeline.Models" />
              </ItemGroup>

            </Project>
            """);
        Write("extensions/ChurnParts/CustomerNumber.cs",
            """
            using Pipeline.Core.Checks;

            namespace ChurnParts;

            public sealed class CustomerNumber : ICustomExpectation
            {
                public string Name => "customer-number";

                public IRowTest Create(IReadOnlyDictionary<string, string> options) => new Test();

                private sealed class Test : IRowTest
                {
                    public bool Holds(RowValues values) => values[0] is ['C', .. { Length: 7 }];
                }
            }
            """);
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Extensions", "LoanParts"), "*.cs"))
        {
            Write(
                $"extensions/ChurnParts/{Path.GetFileName(file)}",
                File.ReadAllText(file).Replace("debt_share", "months", StringComparison.Ordinal));
        }

        Change(Manifest, "extensions: extensions/Churn\n", "extensions: extensions/ChurnParts\n");
        Change(Manifest, "{custom: check-digit, of: [customer]}", "{custom: customer-number, of: customer}");
        Change(Manifest, "trainer: fast-tree", "trainer: debt-line");
        Change(Manifest, "{trees: 100, leaves: 15, learning-rate: 0.1}", "{steepness: 0.9}");
        Change(Manifest, "{metric: roc_auc, at-least: 0.75}", "{metric: approval_rate, at-least: 0.5}");
        Change(Manifest, "    - {metric: net_saving, at-least: 0.5}\n", "");
        Change(Manifest, "    - {metric: roc_auc, no-worse-than: champion, margin: 0.02, confidence: 0.95}\n", "");
        Write("environments.yml",
            """
            project: churn
            environments:
              staging: {engine: process, address: auto, strategy: {type: recreate}}
              production: {engine: process, address: auto, strategy: {type: recreate}}
            """);
    }

    public void Steepen(string before, string after) => Change(Manifest, $"steepness: {before}", $"steepness: {after}");

    public void Upgrade(PackedFeed feed) => Change("Directory.Packages.props", feed.Version, feed.Next);

    public Child Run(string arguments) => Child.Run(
        Path.Combine(Root, "build.sh"), arguments.Split(' '), Root, ("XDG_STATE_HOME", State));

    /// <summary>The version that answers the command that a release ends with; 0 where none does.</summary>
    public int Ask(Child release)
    {
        var command = release.Output.Split('\n').FirstOrDefault(line => line.StartsWith("  curl", StringComparison.Ordinal));
        var answer = Child.Run("bash", ["-c", command ?? "exit 1"], Root);
        if (answer.ExitCode != 0)
            return 0;
        using var json = JsonDocument.Parse(answer.Output);
        return json.RootElement.GetProperty("model").GetProperty("version").GetInt32();
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Change(string name, string before, string after)
    {
        var path = Path.Combine(Root, name);
        var text = File.ReadAllText(path);
        text.ShouldContain(before);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
    }
}
