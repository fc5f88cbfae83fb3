using System.Text.Json.Nodes;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>What is accepted in one place. The same object reads it and writes its JSON Schema, so that the two agree.</summary>
internal abstract class Shape
{
    /// <summary>In words that end with "... is accepted": "a whole number from 1 to 10".</summary>
    public abstract string Accepted { get; }

    /// <summary>The value, or null and at least one problem more.</summary>
    public abstract object? Read(YamlNode node, string path, Reading reading);

    public abstract JsonObject Schema(SchemaWriter writer);
}
