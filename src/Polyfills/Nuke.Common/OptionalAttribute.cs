using System;

namespace Nuke.Common;

/// <summary>Marks a member that may stay without a value.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class OptionalAttribute : Attribute;
