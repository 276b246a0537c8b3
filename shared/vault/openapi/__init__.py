"""The API's OpenAPI document: built from declarations, with descriptions that no Lambda loads."""
