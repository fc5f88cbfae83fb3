using System;

namespace Nuke.Common;

/// <summary>Marks a parameter whose value must not be shown; generated schemas and workflows never hold it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter)]
public class SecretAttribute : Attribute;
