"""What every test is watched for."""
