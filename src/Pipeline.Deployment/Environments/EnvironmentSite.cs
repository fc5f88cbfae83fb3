using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Environments;

/// <summary>Which environment of which model, and where on this machine it keeps itself.</summary>
/// <param name="Home">Usually <see cref="EnvironmentFolder.DefaultHome"/>.</param>
/// <param name="Project">As in environments.yml.</param>
/// <param name="Environment">Its key in environments.yml.</param>
/// <param name="Model">Whose predictions it serves.</param>
public sealed record EnvironmentSite(string Home, string Project, string Environment, ModelName Model)
{
    public EnvironmentFolder Folder { get; } = EnvironmentFolder.Of(Home, Project, Environment, Model);

    /// <summary>"production of loan-default".</summary>
    public string Title => $"{Environment} of {Model}";
}
