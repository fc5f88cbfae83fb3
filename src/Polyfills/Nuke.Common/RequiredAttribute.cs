using System;

namespace Nuke.Common;

/// <summary>Marks a member whose value must be there before any target runs.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class RequiredAttribute : Attribute;
