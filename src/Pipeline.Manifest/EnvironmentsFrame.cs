using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Manifest;

/// <summary>What an environments.yml says before any domain has its section.</summary>
public sealed record EnvironmentsFrame
{
    [Description("Keeps what this repository deploys apart from what others deploy to the same place.")]
    [RegularExpression("[a-z](-?[a-z0-9])*")]
    [Length(1, 63)]
    public required string Project { get; init; }
}
