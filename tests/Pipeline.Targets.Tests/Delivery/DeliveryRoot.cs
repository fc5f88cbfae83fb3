using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>A team's repository with the sample as its only model, and the build that delivers it.</summary>
internal sealed class DeliveryRoot : IDisposable
{
    private const string Manifest = "models/loan-default/model.yml";

    private readonly TemporaryFolder _folder = new();

    public DeliveryRoot()
    {
        var sample = Path.Combine(Repository.Root, "samples", "loan-default");
        _folder.Write(".nuke/parameters.json", "{}");
        _folder.Write(Manifest, File.ReadAllText(Path.Combine(sample, "model.yml")).Replace("trees: 200", "trees: 20"));
        _folder.Write("models/loan-default/data/loans.csv", File.ReadAllText(Path.Combine(sample, "data", "loans.csv")));
        _folder.Write("environments.yml", File.ReadAllText(Path.Combine(Repository.Root, "environments.yml")));
    }

    /// <summary>Where environments keep what runs.</summary>
    public string State => _folder["state"];

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

    /// <summary>Makes a file or folder of this repository one of the root's.</summary>
    public void Link(string name) => File.CreateSymbolicLink(_folder[name], Path.Combine(Repository.Root, name));

    public void WriteData(Func<string, string> change) =>
        _folder.Write("models/loan-default/data/loans.csv", change(_folder.Read("models/loan-default/data/loans.csv")));

    public Child Run(string arguments, params (string, string?)[] variables) =>
        Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), variables);

    public Child Run(string[] arguments, params (string, string?)[] variables)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "DeliveryBuild.dll");
        return Child.Run("dotnet", [assembly, .. arguments], _folder.Path, [("XDG_STATE_HOME", State), .. variables]);
    }

    public void Dispose() => _folder.Dispose();
}
