using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>A team's repository with the sample as its only model, and the build that delivers it.</summary>
internal sealed class DeliveryRoot : IDisposable
{
    private const string Manifest = "models/loan-default/model.yml";

    /// <summary>What servers and gateways are built from.</summary>
    private static readonly string[] Sources =
    [
        "src", "build", "LICENSE", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json",
    ];

    private readonly TemporaryFolder _folder = new();
    private string? _clone;

    /// <param name="state">Where environments keep what runs; another root's for two clones of the same environments.</param>
    public DeliveryRoot(string? state = null)
    {
        State = state ?? _folder["state"];
        var sample = Path.Combine(Repository.Root, "samples", "loan-default");
        _folder.Write(".nuke/parameters.json", "{}");
        _folder.Write(Manifest, File.ReadAllText(Path.Combine(sample, "model.yml")).Replace("trees: 200", "trees: 60"));
        _folder.Write("models/loan-default/data/loans.csv", File.ReadAllText(Path.Combine(sample, "data", "loans.csv")));
        _folder.Write("environments.yml", File.ReadAllText(Path.Combine(Repository.Root, "environments.yml")));
    }

    public string State { get; }

    public string Folder => _folder.Path;

    public string Root => _folder.Path;

    public string Read(string name) => _folder.Read(name);

    public bool Has(string name) => File.Exists(_folder[name]);

    public void Delete(string name) => File.Delete(_folder[name]);

    public void DeleteFolder(string name) => Directory.Delete(_folder[name], recursive: true);

    /// <summary>Replaces a piece of the manifest, which must be there.</summary>
    public void Change(string before, string after)
    {
        var text = _folder.Read(Manifest);
        text.ShouldContain(before);
        _folder.Write(Manifest, text.Replace(before, after, StringComparison.Ordinal));
    }

    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Makes it a clone of the toolkit, whose programs are made of sources of its own, with the same text.</summary>
    public void CopySources()
    {
        _clone = _folder.Path;
        foreach (var file in Sources.Select(x => Path.Combine(Repository.Root, x)).SelectMany(FilesOf))
            _folder.Write(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file));
    }

    /// <summary>Copies a library of tests/Extensions, which is compiled against the toolkit that tests run.</summary>
    public void CopyExtension(string name)
    {
        _folder.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
            </Project>
            """);
        var folder = Path.Combine(Repository.Root, "tests", "Extensions", name);
        foreach (var file in Directory.GetFiles(folder))
        {
            var text = File.ReadAllText(file)
                .Replace("../../../src/", $"{Repository.Root}/src/", StringComparison.Ordinal);
            _folder.Write($"extensions/{name}/{Path.GetFileName(file)}", text);
        }
    }

    public void WriteData(Func<string, string> change) =>
        _folder.Write("models/loan-default/data/loans.csv", change(_folder.Read("models/loan-default/data/loans.csv")));

    public System.Diagnostics.Process Start(string arguments) => Child.Start(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "DeliveryBuild.dll"), .. arguments.Split(' ')],
        _folder.Path,
        ("XDG_STATE_HOME", State));

    /// <summary>Runs the build in another root, over the same environments.</summary>
    public Child RunIn(string root, string arguments) => Child.Run(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "DeliveryBuild.dll"), .. arguments.Split(' ')],
        root,
        ("XDG_STATE_HOME", State));

    public Child Run(string arguments, params (string, string?)[] variables) =>
        Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), variables);

    public Child Run(string[] arguments, params (string, string?)[] variables)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "DeliveryBuild.dll");
        return Child.Run(
            "dotnet", [assembly, .. arguments], _folder.Path,
            [("XDG_STATE_HOME", State), ("DELIVERY_BUILD_CLONE", _clone), .. variables]);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] FilesOf(string path) =>
        File.Exists(path) ? [path] : Directory.GetFiles(path, "*", SearchOption.AllDirectories);
}
