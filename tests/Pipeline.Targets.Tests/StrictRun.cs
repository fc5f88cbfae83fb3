using Pipeline.Testing;

namespace Pipeline.Targets;

/// <summary>Runs StrictBuild, whose targets go wrong in every way, in a root folder of its own.</summary>
internal sealed class StrictRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StrictRun() => _folder.Write(".nuke/parameters.json", "{}");

    public string Root => _folder.Path;

    public Child Run(string arguments, params (string, string?)[] variables) =>
        RunWith(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), variables);

    public Child RunWith(IEnumerable<string> arguments, params (string, string?)[] variables) =>
        Child.Run("dotnet", [Assembly, .. arguments], Root, variables);

    public System.Diagnostics.Process Start(string target) => Child.Start("dotnet", [Assembly, target], Root);

    public void Write(string name, string text) => _folder.Write(name, text);

    public string Read(string name) => _folder.Read(name);

    public bool HasRun => File.Exists(Path.Combine(Root, ".nuke", "temp", "build.log"));

    public void Dispose() => _folder.Dispose();

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "StrictBuild.dll");
}
